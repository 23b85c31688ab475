"""What a row changes in a journey already known, and what a KPA's own choices say of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maille.journeys.rules.dates import age_on
from maille.journeys.rules.places import department_of
from maille.journeys.rules.register.columns import Column
from maille.journeys.rules.register.problems import Problem, error, warning
from maille.journeys.rules.register.rows import Row, contradiction
from maille.journeys.rules.terms import detail_fits

JOURNEY_FIELDS = (
    "planned_months",
    "postal_code",
    "commune",
    "qpv",
    "single_parent",
    "international_protection",
    "level",
    "registered_on",
    "mission_locale",
    "disabled",
    "ended_on",
    "outcome",
    "detail",
)
"""What the register says of a journey besides its key (person, KPA, entry)."""
EMPTY: tuple[Any, ...] = (None, "")
TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class KpaLimits:
    """What one KPA decided, as far as a register is concerned."""

    name: str
    maximum_months: int
    minimum_age: int = 16
    maximum_age: int | None = None


def journey_changes(stored: Mapping[str, Any], row: Row) -> tuple[dict[str, Any], list[Problem]]:
    """The fields that take a new value (derived ones included), and what forbids it.

    `stored` holds the journey's fields, or nothing for a new one. An empty cell leaves what is stored, except that a
    new situation without detail drops the old detail if it contradicts it: it spoke of the old situation.
    """
    changes = {
        field: value
        for field in JOURNEY_FIELDS
        if (value := getattr(row, field)) not in EMPTY and value != stored.get(field)
    }
    final = {**stored, **changes}
    outcome, detail = final.get("outcome") or "", final.get("detail") or ""
    if not detail_fits(outcome, detail) and not row.detail and "outcome" in changes:
        changes["detail"] = detail = ""
    problems = ending_problems(stored, changes, final.get("ended_on"), outcome, detail)
    if "ended_on" in changes and not stored.get("end_kind"):
        changes["end_kind"] = "exit"
    if "postal_code" in changes:
        changes["department"] = department_of(changes["postal_code"])
    return changes, problems


def ending_problems(
    stored: Mapping[str, Any], changes: Mapping[str, Any], ended_on: datetime.date | None, outcome: str, detail: str
) -> list[Problem]:
    """A situation without an exit, a detail without its situation, a transfer that a file would turn into an exit."""
    problems: list[Problem] = []
    if stored.get("end_kind") == TRANSFER and {"ended_on", "outcome", "detail"} & set(changes):
        return [
            error(
                Column.SORTIE,
                "Ce parcours s'est poursuivi dans un autre KPA : sa fin se corrige sur la fiche, pas par un fichier.",
            )
        ]
    if outcome and ended_on is None:
        problems.append(
            error(
                Column.SORTIE, "Une situation de sortie demande une date de sortie : ajoutez-la, ou videz la situation."
            )
        )
    if detail and not outcome:
        problems.append(
            error(Column.SITUATION_SORTIE, "Un détail de sortie demande une situation de sortie : ajoutez-la.")
        )
    elif not detail_fits(outcome, detail):
        problems.append(contradiction(outcome, detail))
    return problems


def limit_problems(row: Row, limits: KpaLimits) -> list[Problem]:
    """Warn when the row goes past what the KPA decided, naming its rule; the KPA may have good reasons."""
    problems: list[Problem] = []
    if row.planned_months and row.planned_months > limits.maximum_months:
        problems.append(
            warning(
                Column.DUREE_PREVUE_MOIS,
                f"{row.planned_months} mois prévus : {limits.name} limite les parcours à {limits.maximum_months} mois "
                "(réglage « durée maximale d'un parcours »).",
            )
        )
    if row.birth_date:
        age = age_on(row.birth_date, row.entered_on)
        if age < limits.minimum_age:
            problems.append(
                warning(
                    Column.DATE_NAISSANCE,
                    f"{age} ans à l'entrée : {limits.name} accueille à partir de {limits.minimum_age} ans "
                    "(réglage « âge minimum »).",
                )
            )
        if limits.maximum_age is not None and age > limits.maximum_age:
            problems.append(
                warning(
                    Column.DATE_NAISSANCE,
                    f"{age} ans à l'entrée : {limits.name} accueille jusqu'à {limits.maximum_age} ans "
                    "(réglage « âge maximum »).",
                )
            )
    return problems


def overlaps(
    start: datetime.date, end: datetime.date | None, other_start: datetime.date, other_end: datetime.date | None
) -> bool:
    """Whether two journeys share a day; both ends belong to a journey."""
    return (other_end is None or start <= other_end) and (end is None or other_start <= end)


def overlap_problem(kpa: str, start: datetime.date, end: datetime.date | None) -> Problem:
    """The sentence for two journeys at the same time in one KPA."""
    other = f"du {start:%d/%m/%Y} au {end:%d/%m/%Y}" if end else f"commencé le {start:%d/%m/%Y}, sans sortie"
    return error(
        Column.ENTREE,
        f"Cette personne a déjà un parcours à {kpa} à ces dates ({other}) : corrigez les dates, "
        "ou notez d'abord la sortie de l'autre parcours.",
    )
