"""One small case by hand for each clause of the specification: the one that fails when the clause is taken away."""

from typing import Any

import pytest

from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import read_case

REST = {"up_to": None, "rate": "10"}
COOK = [{"person": "amina", "hours": "3", "role": "cuisine"}, {"person": "lea", "hours": "1", "role": "cuisine"}]
BY_HOURS = [{"key": "hours", "part": "1"}]


def totals(income: int, *steps: dict[str, Any], **more: Any) -> dict[str, int]:
    """The totals of a case."""
    rule = {"steps": list(steps), **more.pop("rule", {})}
    return share(read_case({"income": income, "rule": rule, **more})).totals


CLAUSES: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "what is left goes to the collective": (totals(100), {"collective": 100}),
    "or to whom the rule says": (totals(100, rule={"remainder": "fonds"}), {"fonds": 100}),
    "expenses are merged by recipient": (
        totals(100, {"kind": "reimburse"}, expenses=[{"to": "amina", "amount": 10}] * 2),
        {"amina": 20, "collective": 80},
    ),
    "the host takes from the margin, not from the income": (
        totals(1000, {"kind": "host", "to": "host", "scale": [REST]}, expenses=[{"to": "amina", "amount": 400}]),
        {"host": 60, "collective": 940},
    ),
    "the host takes nothing from a negative margin": (
        totals(100, {"kind": "host", "to": "host", "scale": [REST]}, expenses=[{"to": "amina", "amount": 400}]),
        {"collective": 100},
    ),
    "the host takes nothing when waived": (
        totals(1000, {"kind": "host", "to": "host", "scale": [REST], "waived": True}),
        {"collective": 1000},
    ),
    "the host starts where the year stands": (
        totals(
            1000,
            {"kind": "host", "to": "host", "year_to_date": 500, "scale": [{"up_to": 600, "rate": "50"}, REST]},
        ),
        {"host": 50 + 90, "collective": 860},
    ),
    "the host's contribution is rounded once, half up": (
        totals(15, {"kind": "host", "to": "host", "scale": [{"up_to": 5, "rate": "10"}, REST]}),
        {"host": 2, "collective": 13},
    ),
    "the host takes at most the pot": (
        totals(100, {"kind": "percent", "to": "a", "rate": "95"}, {"kind": "host", "to": "host", "scale": [REST]}),
        {"a": 95, "host": 5},
    ),
    "a percentage is of what is left": (
        totals(1000, {"kind": "percent", "to": "a", "rate": "50"}, {"kind": "percent", "to": "b", "rate": "50"}),
        {"a": 500, "b": 250, "collective": 250},
    ),
    "or of the income": (
        totals(
            1000,
            {"kind": "percent", "to": "a", "rate": "50"},
            {"kind": "percent", "to": "b", "rate": "30", "of": "income"},
        ),
        {"a": 500, "b": 300, "collective": 200},
    ),
    "or of the margin": (
        totals(
            1000,
            {"kind": "percent", "to": "a", "rate": "50", "of": "margin"},
            expenses=[{"to": "lea", "amount": 600}],
        ),
        {"a": 200, "collective": 800},
    ),
    "a percentage of a negative margin is nothing": (
        totals(
            100, {"kind": "percent", "to": "a", "rate": "50", "of": "margin"}, expenses=[{"to": "b", "amount": 300}]
        ),
        {"collective": 100},
    ),
    "a percentage is rounded half up": (
        totals(5, {"kind": "percent", "to": "a", "rate": "10"}),
        {"a": 1, "collective": 4},
    ),
    "a percentage takes at most the pot": (
        totals(100, {"kind": "percent", "to": "a", "rate": "150"}),
        {"a": 100},
    ),
    "pay is for the roles named": (
        totals(
            1000,
            {"kind": "pay", "roles": ["vente"], "rate_per_hour": 100},
            contributions=[*COOK, {"person": "yanis", "hours": "2", "role": "vente"}],
        ),
        {"yanis": 200, "collective": 800},
    ),
    "pay is rounded contribution by contribution": (
        totals(
            1000,
            {"kind": "pay", "rate_per_hour": 1},
            contributions=[{"person": "amina", "hours": "0.5"}] * 2,
        ),
        {"amina": 2, "collective": 998},
    ),
    "a shortage is proportional unless the rule says otherwise": (
        totals(40, {"kind": "pay", "rate_per_hour": 30}, contributions=COOK),
        {"amina": 30, "lea": 10},
    ),
    "a shortage of equal awards": (
        totals(50, {"kind": "pay", "rate_per_hour": 30}, contributions=COOK, rule={"shortage": "equal_awards"}),
        {"amina": 25, "lea": 25},
    ),
    "a shortage of equal losses": (
        totals(80, {"kind": "pay", "rate_per_hour": 30}, contributions=COOK, rule={"shortage": "equal_losses"}),
        {"amina": 70, "lea": 10},
    ),
    "a shortage of expenses": (
        totals(
            10,
            {"kind": "reimburse"},
            expenses=[{"to": "a", "amount": 30}, {"to": "b", "amount": 10}],
        ),
        {"a": 8, "b": 2},
    ),
    "a split gives all that is left": (
        totals(400, {"kind": "split", "keys": BY_HOURS}, contributions=COOK),
        {"amina": 300, "lea": 100},
    ),
    "people are merged before they are weighed": (
        totals(300, {"kind": "split", "keys": [{"key": "equal", "part": "7"}]}, contributions=[*COOK, COOK[0]]),
        {"amina": 150, "lea": 150},
    ),
    "keys are added by their parts, whatever these sum to": (
        totals(
            800,
            {"kind": "split", "keys": [{"key": "hours", "part": "3"}, {"key": "equal", "part": "1"}]},
            contributions=COOK,
        ),
        {"amina": 550, "lea": 250},
    ),
    "hours weigh by role, 1 by default": (
        totals(
            500,
            {"kind": "split", "keys": [{"key": "weighted_hours", "part": "1", "weights": {"cuisine": "1.5"}}]},
            contributions=[{"person": "a", "hours": "1", "role": "cuisine"}, {"person": "b", "hours": "1"}],
        ),
        {"a": 300, "b": 200},
    ),
    "points weigh": (
        totals(
            400,
            {"kind": "split", "keys": [{"key": "points", "part": "1"}]},
            contributions=[{"person": "a", "hours": "0", "points": "3"}, {"person": "b", "hours": "9", "points": "1"}],
        ),
        {"a": 300, "b": 100},
    ),
    "the floor comes first, half up once per person": (
        totals(
            100,
            {"kind": "split", "floor_per_hour": 1, "keys": [{"key": "equal", "part": "1"}]},
            contributions=[{"person": "a", "hours": "0.25"}] * 2 + [{"person": "b", "hours": "97"}],
        ),
        {"a": 2, "b": 98},
    ),
    "a shortage of floors": (
        totals(
            40,
            {"kind": "split", "floor_per_hour": 30, "keys": BY_HOURS},
            contributions=COOK,
            rule={"shortage": "equal_awards"},
        ),
        {"amina": 20, "lea": 20},
    ),
    "the cap sends the excess to the others by weight": (
        totals(
            100,
            {"kind": "split", "cap_percent": "50", "keys": BY_HOURS},
            contributions=[
                {"person": "a", "hours": "6"},
                {"person": "b", "hours": "3"},
                {"person": "c", "hours": "1"},
            ],
        ),
        {"a": 50, "b": 38, "c": 12},
    ),
    "again until stable": (
        totals(
            100,
            {"kind": "split", "cap_percent": "40", "keys": BY_HOURS},
            contributions=[
                {"person": "a", "hours": "6"},
                {"person": "b", "hours": "3"},
                {"person": "c", "hours": "1"},
            ],
        ),
        {"a": 40, "b": 40, "c": 20},
    ),
    "the cap is of what is left after floors": (
        totals(
            140,
            {"kind": "split", "cap_percent": "50", "floor_per_hour": 10, "keys": BY_HOURS},
            contributions=COOK,
        ),
        {"amina": 30 + 50, "lea": 10 + 50},
    ),
    "what nobody can take goes elsewhere": (
        totals(
            100,
            {"kind": "split", "cap_percent": "30", "otherwise": "fonds", "keys": BY_HOURS},
            contributions=COOK,
        ),
        {"amina": 30, "lea": 30, "fonds": 40},
    ),
    "elsewhere is the remainder when not said": (
        totals(
            100,
            {"kind": "split", "cap_percent": "30", "keys": BY_HOURS},
            contributions=COOK,
            rule={"remainder": "caisse"},
        ),
        {"amina": 30, "lea": 30, "caisse": 40},
    ),
    "without participant the whole goes elsewhere": (
        totals(100, {"kind": "split", "roles": ["vente"], "otherwise": "fonds", "keys": BY_HOURS}, contributions=COOK),
        {"fonds": 100},
    ),
    "leftover cents go to the largest parts": (
        totals(
            10,
            {"kind": "split", "keys": BY_HOURS},
            contributions=[{"person": "a", "hours": "2"}, {"person": "b", "hours": "4"}, {"person": "c", "hours": "1"}],
        ),
        {"a": 3, "b": 6, "c": 1},
    ),
    "and ties to the first listed": (
        totals(
            2,
            {"kind": "split", "keys": BY_HOURS},
            contributions=[{"person": each, "hours": "1"} for each in ("a", "b", "c")],
        ),
        {"a": 1, "b": 1},
    ),
}


@pytest.mark.parametrize("clause", CLAUSES)
def test_the_clause(clause: str) -> None:
    found, expected = CLAUSES[clause]
    assert found == expected


def test_steps_and_kinds_are_told_line_by_line() -> None:
    data = {
        "income": 100,
        "contributions": COOK,
        "rule": {
            "steps": [
                {"kind": "percent", "to": "a", "rate": "0"},
                {"kind": "split", "floor_per_hour": 10, "cap_percent": "40", "keys": BY_HOURS},
            ]
        },
    }
    told = [(each.step, each.kind, each.to, each.amount) for each in share(read_case(data)).lines]
    assert told == [
        (2, "floor", "amina", 30),
        (2, "floor", "lea", 10),
        (2, "split", "amina", 24),
        (2, "split", "lea", 24),
        (2, "split", "collective", 12),
    ]
    data["rule"]["steps"].pop()  # type: ignore[index]
    assert [(each.step, each.kind) for each in share(read_case(data)).lines] == [(2, "remainder")]
