"""Lines of a register and what each is going to do: read from the file, then decided by planning, then written."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from maille.journeys.files import RefusedFileError, RegisterFile
from maille.journeys.rules.duplicates import Identity
from maille.journeys.rules.register import Column, Headings, Problem, Row, read_row
from maille.journeys.rules.register.cells import Cell, text_of
from maille.journeys.rules.register.changes import KpaLimits
from maille.journeys.rules.register.columns import LABELS
from maille.journeys.rules.register.problems import Level, refuses

EXTRA_LENGTH = 500
"""Characters kept of a cell in a column Maille does not know."""
STEP = 500
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, how much there is to do."""


class Outcome(StrEnum):
    """What becomes of a line."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True, eq=False)
class KpaPlan:
    """A KPA named by the file; `pk` is None until it is created, when it may be."""

    limits: KpaLimits
    pk: int | None = None
    refusal: str = ""
    """Why rows may not go into it, in French."""
    first_entry: datetime.date | None = None


@dataclass(slots=True, eq=False)
class JourneyPlan:
    """A journey known or to be created, as the lines read so far leave it."""

    kpa: KpaPlan
    person: "PersonPlan"
    entered_on: datetime.date
    values: dict[str, Any]
    pk: int | None = None
    version: int = 1
    changed: dict[str, Any] = field(default_factory=dict)
    """Fields of a known journey to be written."""


@dataclass(slots=True, eq=False)
class PersonPlan:
    """A person known or to be created."""

    identity: Identity
    pk: int | None = None
    sex: str = ""
    version: int = 1
    in_scope: bool = True
    """Whether the actor may already open this person's file."""
    names: tuple[str, str] = ("", "")
    """Last and first, as a new record is to keep them."""
    answers: set[Identity] = field(default_factory=set)
    """Its identity, and those of the records merged into it."""
    journeys: list[JourneyPlan] = field(default_factory=list)
    changed: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Line:
    """One filled line of the file."""

    number: int
    row: Row | None
    problems: list[Problem]
    extra: dict[str, str]
    outcome: Outcome = Outcome.REFUSED
    person: PersonPlan | None = None
    journey: JourneyPlan | None = None
    creates_person: bool = False
    before: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Whether a problem stops it."""
        return refuses(self.problems)

    @property
    def warned(self) -> bool:
        """Imported, with something to say."""
        return not self.refused and any(problem.level is Level.WARNING for problem in self.problems)


@dataclass
class Plan:
    """What the whole file is going to do."""

    lines: list[Line]
    kpas: dict[str, KpaPlan] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> int:
        """How many lines have this outcome."""
        return sum(line.outcome is outcome for line in self.lines)


def read_lines(register: RegisterFile, headings: Headings, today: datetime.date, progress: Progress) -> list[Line]:
    """Read every filled line. RefusedFileError when a required column is missing."""
    if headings.missing:
        wanted = ", ".join(f"« {LABELS[column]} »" for column in headings.missing)
        raise RefusedFileError(
            f"Il manque {wanted} parmi les colonnes : ajoutez-la, ou dites quelle colonne la contient."
        )
    lines: list[Line] = []
    for number, cells in register.rows():
        if cells and (line := read_line(number, cells, headings, today)):
            lines.append(line)
        if number % STEP == 0:
            progress("Lecture du fichier", min(number, register.expected), register.expected)
    progress("Lecture du fichier", register.expected, register.expected)
    return lines


def read_line(number: int, cells: list[Cell], headings: Headings, today: datetime.date) -> Line | None:
    """One line; None when none of the known columns is filled."""
    width = len(cells)
    values: dict[Column, Cell] = {
        column: cells[position] for column, position in headings.places.items() if position < width
    }
    reading = read_row(values, today)
    if reading is None:
        return None
    extra = {title: text for title, text in unknown_cells(cells, headings) if text}
    return Line(number, reading.row, list(reading.problems), extra)


def unknown_cells(cells: list[Cell], headings: Headings) -> Iterator[tuple[str, str]]:
    """(heading, text) of what stands in columns Maille does not know, headings or not."""
    for position, title in headings.unknown.items():
        if position < len(cells) and cells[position] is not None:
            yield title, text_of(cells[position])[:EXTRA_LENGTH]
    for position in range(len(headings.titles), len(cells)):
        if cells[position] is not None:
            yield f"Colonne {position + 1}", text_of(cells[position])[:EXTRA_LENGTH]
