"""Two periods side by side: both figures, and the difference in points of the printed shares."""

import datetime
from dataclasses import replace

import pytest

from maille.impact.rules.comparison import compare
from maille.impact.rules.periods import Period
from maille.impact.rules.report import Report, figures_from

FIRST = Period(datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
SECOND = Period(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))


def report(period: Period, women: int, men: int, **departments: int) -> Report:
    """A report with that many people."""
    places = {code.removeprefix("d"): number for code, number in departments.items()}
    counts = {"status": {"in": women + men}, "sex": {"F": women, "H": men}, "department": places}
    return Report(period, "team", figures_from(counts))


def test_it_gives_both_and_the_points() -> None:
    pairs = {pair.indicator.key: pair for pair in compare(report(FIRST, 1, 1), report(SECOND, 3, 1)).pairs}
    women = pairs["women"]
    assert women.first is not None
    assert women.second is not None
    assert (women.first.pct, women.second.pct, women.points) == (50, 75, 25)
    assert pairs["cooperants"].points is None
    assert pairs["stayed.<6"].points is None


def test_a_department_of_one_period_counts_nobody_in_the_other() -> None:
    pairs = compare(report(FIRST, 1, 1, d59=2), report(SECOND, 1, 1, d62=1, d37=1)).pairs
    departments = [pair for pair in pairs if pair.indicator.family == "department"]
    assert [(pair.indicator.key, pair.points) for pair in departments] == [
        ("department.59", -100),
        ("department.37", 50),
        ("department.62", 50),
        ("department.unknown", 0),
    ]


def test_a_hidden_share_gives_no_points() -> None:
    second = report(SECOND, 3, 1)
    hidden = replace(second, figures=tuple(replace(figure, pct=None) for figure in second.figures))
    assert {pair.points for pair in compare(report(FIRST, 1, 1), hidden).pairs} == {None}


def test_only_reports_of_the_same_kind_compare() -> None:
    with pytest.raises(ValueError, match="même diffusion"):
        compare(report(FIRST, 1, 1), replace(report(SECOND, 1, 1), audience="public"))
