"""Make `communes.tsv.gz` from Etalab's "découpage administratif" (see README.md beside this file).

    python3 src/maille/network/data/make_communes.py FOLDER

FOLDER holds the `communes.json` of the package `@etalab/decoupage-administratif`. Standard library alone; the same
source always gives the same bytes.
"""

import gzip
import json
import pathlib
import sys
from typing import Any

TARGET = pathlib.Path(__file__).with_name("communes.tsv.gz")


def rows(communes: list[dict[str, Any]]) -> list[str]:
    """One line per present commune: code, name, population, postal codes, names of the communes merged into it."""
    inside: dict[str, list[str]] = {}
    for each in communes:
        if each["type"] in {"commune-deleguee", "commune-associee"}:
            inside.setdefault(each["chefLieu"], []).append(each["nom"])
    lines = []
    for each in communes:
        if each["type"] == "commune-actuelle":
            merged = sorted(set(inside.get(each["code"], [])) - {each["nom"]})
            postal_codes = " ".join(sorted(each.get("codesPostaux", [])))
            lines.append(
                "\t".join([each["code"], each["nom"], str(each.get("population", 0)), postal_codes, "|".join(merged)])
            )
    return sorted(lines)


def main(folder: str) -> None:
    """Write the file; no time nor name inside, so that it only changes with its source."""
    communes = json.loads(pathlib.Path(folder, "communes.json").read_text(encoding="utf-8"))
    text = "".join(line + "\n" for line in rows(communes))
    TARGET.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
