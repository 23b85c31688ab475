"""One row of a register: its cells read, and everything wrong in it said at once."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from maille.journeys.rules.dates import age_on
from maille.journeys.rules.register import cells
from maille.journeys.rules.register.cells import Cell, UnreadableError
from maille.journeys.rules.register.columns import REQUIRED, Column
from maille.journeys.rules.register.problems import Problem, error, refuses, warning
from maille.journeys.rules.terms import DETAIL_NAMES, OUTCOME_NAMES, Detail, Outcome, detail_fits

MINIMUM_AGE = 16
"""At entry (mission brief: "A person of 16 or more arrives"; labour code). A KPA may ask for more."""
SURPRISING_AGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A row understood. None or "" means that the cell is empty: on a second import it leaves what is stored."""

    kpa: str
    last_name: str
    first_name: str
    birth_date: datetime.date | None
    entered_on: datetime.date
    sex: str = ""
    postal_code: str = ""
    commune: str = ""
    qpv: bool | None = None
    single_parent: bool | None = None
    international_protection: bool | None = None
    level: str = ""
    registered_on: datetime.date | None = None
    mission_locale: bool | None = None
    disabled: bool | None = None
    planned_months: int | None = None
    ended_on: datetime.date | None = None
    outcome: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A row, or None when it cannot be understood, with its problems in the order of the columns.

    A row that lacks only its birth date is kept: it may be that of somebody whose birth date is not known yet.
    """

    row: Row | None
    problems: tuple[Problem, ...]


READERS: dict[Column, tuple[str, Callable[[Cell], Any]]] = {
    Column.KPA: ("kpa", cells.read_label),
    Column.NOM: ("last_name", cells.read_name),
    Column.PRENOM: ("first_name", cells.read_name),
    Column.DATE_NAISSANCE: ("birth_date", cells.read_date),
    Column.SEXE: ("sex", cells.read_sex),
    Column.CODE_POSTAL: ("postal_code", cells.read_postal_code),
    Column.COMMUNE: ("commune", cells.read_label),
    Column.QPV: ("qpv", cells.read_yes_no),
    Column.PARENT_ISOLE: ("single_parent", cells.read_yes_no),
    Column.PROTECTION_INTERNATIONALE: ("international_protection", cells.read_yes_no),
    Column.NIVEAU_ATTEINT: ("level", cells.read_level),
    Column.INSCRIPTION_FT: ("registered_on", cells.read_date),
    Column.MISSION_LOCALE: ("mission_locale", cells.read_yes_no),
    Column.RQTH: ("disabled", cells.read_yes_no),
    Column.ENTREE: ("entered_on", cells.read_date),
    Column.DUREE_PREVUE_MOIS: ("planned_months", cells.read_months),
    Column.SORTIE: ("ended_on", cells.read_date),
    Column.SITUATION_SORTIE: ("outcome", cells.read_outcome),
    Column.DETAIL_SORTIE: ("detail", cells.read_detail),
}
"""Column → (field of `Row`, how to read it)."""

FIELDS = {column: field for column, (field, _) in READERS.items()}


def missing(column: Column) -> Problem:
    """A required cell is empty."""
    return error(column, "Il faut remplir cette case.")


MISSING_BIRTH = missing(Column.DATE_NAISSANCE)


def read_row(values: Mapping[Column, Cell], today: datetime.date) -> Reading | None:
    """Read one row; None when every cell is empty. All the problems of a row are reported together."""
    if all(cell is None or cell == "" or not cells.text_of(cell) for cell in values.values()):
        return None
    read: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, (field, reader) in READERS.items():
        cell = values.get(column)
        if cell is None or cell == "" or not cells.text_of(cell):
            if column in REQUIRED:
                problems.append(missing(column))
            continue
        try:
            read[field] = reader(cell)
        except UnreadableError as reason:
            problems.append(error(column, str(reason)))
    problems += date_problems(read, today)
    problems += exit_problems(read)
    if refuses(problems) and problems != [MISSING_BIRTH]:
        return Reading(None, tuple(problems))
    return Reading(Row(**{"birth_date": None, **read}), tuple(problems))


def date_problems(read: Mapping[str, Any], today: datetime.date) -> list[Problem]:
    """Under 16 at entry, dates in the wrong order, dates to come."""
    problems: list[Problem] = []
    birth, entry, exit_ = read.get("birth_date"), read.get("entered_on"), read.get("ended_on")
    if birth and entry:
        problems += age_problems(birth, entry)
    if entry and entry > today:
        problems.append(warning(Column.ENTREE, f"L'entrée est dans le futur ({entry:%d/%m/%Y}) : vérifiez l'année."))
    registered = read.get("registered_on")
    if registered and registered > today:
        problems.append(
            warning(
                Column.INSCRIPTION_FT, f"L'inscription est dans le futur ({registered:%d/%m/%Y}) : vérifiez l'année."
            )
        )
    if entry and exit_ and exit_ < entry:
        problems.append(
            error(
                Column.SORTIE, f"La sortie ({exit_:%d/%m/%Y}) précède l'entrée ({entry:%d/%m/%Y}) : vérifiez les dates."
            )
        )
    elif exit_ and exit_ > today:
        problems.append(warning(Column.SORTIE, f"La sortie est dans le futur ({exit_:%d/%m/%Y}) : vérifiez l'année."))
    return problems


def age_problems(birth: datetime.date, entry: datetime.date) -> list[Problem]:
    """A person of 16 or more arrives (mission brief); one past 100 is more likely a wrong year."""
    if birth > entry:
        return [error(Column.DATE_NAISSANCE, f"La naissance ({birth:%d/%m/%Y}) suit l'entrée ({entry:%d/%m/%Y}).")]
    age = age_on(birth, entry)
    if age < MINIMUM_AGE:
        return [
            error(
                Column.DATE_NAISSANCE,
                f"{age} ans à l'entrée ({entry:%d/%m/%Y}) : il faut avoir {MINIMUM_AGE} ans. Vérifiez les deux dates.",
            )
        ]
    if age >= SURPRISING_AGE:
        return [warning(Column.DATE_NAISSANCE, f"{age} ans à l'entrée : vérifiez l'année de naissance.")]
    return []


def exit_problems(read: Mapping[str, Any]) -> list[Problem]:
    """A detail that contradicts the situation given on the same row."""
    outcome, detail = read.get("outcome", ""), read.get("detail", "")
    if outcome and detail and not detail_fits(outcome, detail):
        return [contradiction(outcome, detail)]
    return []


def contradiction(outcome: str, detail: str) -> Problem:
    """The sentence for a detail that does not go with its situation."""
    return error(
        Column.DETAIL_SORTIE,
        f"« {DETAIL_NAMES[Detail(detail)]} » ne va pas avec la situation « {OUTCOME_NAMES[Outcome(outcome)]} » : "
        "corrigez l'un ou l'autre.",
    )
