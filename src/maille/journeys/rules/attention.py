"""What needs somebody's attention: journeys ending, follow-ups due, facts still missing.

The windows are design choices, stated here once.
"""

import datetime
from dataclasses import dataclass

from maille.journeys.rules.dates import add_months
from maille.journeys.rules.terms import DETAILS_OF, Outcome

ENDING_WITHIN = datetime.timedelta(days=30)
"""A journey whose planned end is this close, or past, is shown as ending."""
WEEK = datetime.timedelta(days=7)
FOLLOW_UP_MONTHS = (3, 6)
EXPECTED_UNTIL = {3: 6, 6: 12}
"""Months after exit beyond which a follow-up is no longer asked for: the 6-month one takes over, then a year."""
LONGEST = 120
"""Months; no journey is planned for longer."""
MISSING_AFTER_EXIT = 12
"""Months after exit during which missing facts are still asked for."""

PERSON_FIELDS = {"birth_date": "date de naissance", "sex": "sexe"}
JOURNEY_FIELDS = {
    "planned_months": "durée prévue",
    "postal_code": "code postal",
    "qpv": "quartier prioritaire",
    "single_parent": "parent isolé",
    "international_protection": "protection internationale",
    "level": "niveau atteint",
    "mission_locale": "mission locale",
    "disabled": "RQTH",
}
EXIT_FIELDS = {"outcome": "situation à la sortie", "detail": "précision sur la sortie"}
FIELD_NAMES = PERSON_FIELDS | JOURNEY_FIELDS | EXIT_FIELDS


@dataclass(frozen=True)
class FollowUpDue:
    """A follow-up asked for `months` after exit."""

    months: int
    due_on: datetime.date


def missing_fields(values: dict[str, object], *, left: bool) -> tuple[str, ...]:
    """The facts the report needs and nobody has given yet; `left` when the journey ended by an exit."""
    asked = list(PERSON_FIELDS | JOURNEY_FIELDS)
    if left:
        asked.append("outcome")
        outcome = values.get("outcome")
        if outcome and Outcome(str(outcome)) in DETAILS_OF:
            asked.append("detail")
    return tuple(name for name in asked if values.get(name) in (None, ""))


def follow_ups_due(ended_on: datetime.date, done: frozenset[int], day: datetime.date) -> tuple[FollowUpDue, ...]:
    """Those to do by a week after `day`, not done and still expected."""
    due = []
    for months in FOLLOW_UP_MONTHS:
        expected_from, expected_until = add_months(ended_on, months), add_months(ended_on, EXPECTED_UNTIL[months])
        if months not in done and expected_from <= day + WEEK and day < expected_until:
            due.append(FollowUpDue(months, expected_from))
    return tuple(due)


def latest_start(months: int, day: datetime.date) -> datetime.date:
    """The latest day from which `months` later is `day` or before: turns month arithmetic into a comparison."""
    start = add_months(day, -months)
    while add_months(start + datetime.timedelta(days=1), months) <= day:
        start += datetime.timedelta(days=1)
    return start
