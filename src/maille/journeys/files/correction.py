"""The correction file: the refused lines as they were, with what is wrong beside them, to correct and import again."""

from collections.abc import Iterable, Iterator, Sequence

from maille.journeys.files.writing import csv_lines
from maille.journeys.rules.register.cells import Cell
from maille.journeys.rules.register.columns import OURS

Refused = tuple[int, Sequence[str], Sequence[tuple[str, str]]]
"""Line number, its cells, and (column, message) of each problem."""


def correction_csv(titles: Sequence[str], refused: Iterable[Refused]) -> Iterator[bytes]:
    """The file's own columns, then two of ours, which are ignored when the file comes back."""
    width = len(titles)
    places = [position for position, title in enumerate(titles) if title not in OURS]
    return csv_lines([*(titles[place] for place in places), *OURS], (row(each, places, width) for each in refused))


def row(refused: Refused, places: Sequence[int], width: int) -> list[Cell]:
    """One line; in a file that was already a correction, what is wrong is written anew."""
    number, cells, problems = refused
    padded = [*cells, *[""] * (width - len(cells))]
    said = " ".join(f"{column} : {message}" for column, message in problems)
    return [*(padded[place] for place in places), number, said]
