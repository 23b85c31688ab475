"""A case as a distribution keeps it: numbers and role names, never a person's name; run again, it gives the same.

Hours are kept in whole minutes, for a third of an hour has no decimal writing.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from maille.sharing.rules.cases import Case, Contribution, Expense
from maille.sharing.rules.reading import read_rule
from maille.sharing.rules.results import decimal

LOOKED_AT = {
    "income": "la recette",
    "expenses": "les frais",
    "contributions": "les heures",
    "rule": "la règle ou le barème de la structure de portage",
}
"""Part of a stored case → what people call it."""


def stored(case: Case, content: Mapping[str, Any]) -> dict[str, Any]:
    """The case with its rule's content, the host's agreement put in (actions.cases.Facts.filled)."""
    return {
        "income": case.income,
        "expenses": [{"to": each.to, "amount": each.amount} for each in case.expenses],
        "contributions": [
            {
                "person": each.person,
                "minutes": int(each.hours * 60),
                "role": each.role,
                "points": decimal(each.points),
            }
            for each in case.contributions
        ],
        "rule": dict(content),
    }


def read_stored(data: Mapping[str, Any]) -> Case:
    """The case again, to compute it as on the day it was proposed."""
    return Case(
        income=data["income"],
        rule=read_rule(data["rule"]),
        expenses=tuple(Expense(each["to"], each["amount"]) for each in data["expenses"]),
        contributions=tuple(
            Contribution(each["person"], Fraction(each["minutes"], 60), each["role"], Fraction(each["points"]))
            for each in data["contributions"]
        ),
    )


def changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between two stored cases, in words; the margin of the year aside, which other jobs move."""
    return [
        words for name, words in LOOKED_AT.items() if _without_the_year(before[name]) != _without_the_year(now[name])
    ]


def _without_the_year(part: Any) -> Any:
    """A rule without the margin already counted that year."""
    if not isinstance(part, Mapping):
        return part
    steps = [{name: value for name, value in each.items() if name != "year_to_date"} for each in part["steps"]]
    return {**part, "steps": steps}
