"""Turnover by hand: listed when it meets the period, corrected without losing what was said, never counted twice."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maille.impact import reporting
from maille.impact.actions import correct_turnover, enter_turnover, overlaps_of, withdraw_turnover
from maille.impact.models import TurnoverLine, TurnoverSource
from maille.impact.rules.periods import Period
from maille.network.access import actor_for
from maille.network.rules.roles import Actor
from tests.cast import Cast

AT = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
PERIOD = Period(datetime.date(2022, 3, 1), datetime.date(2023, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def fanny(cast: Cast, today: datetime.date) -> Actor:
    """Fanny, who contributes at La Cape."""
    return actor_for(cast.fanny, None, today)


@pytest.fixture
def line(cast: Cast, fanny: Actor) -> TurnoverLine:
    """La Cape's 2023."""
    return enter_turnover(fanny, cast.kpa.pk, day("2023-01-01"), day("2023-12-31"), 1521300, AT)


def printed(actor: Actor) -> list[dict[str, object]]:
    """The report's turnover."""
    lines: list[dict[str, object]] = reporting.build(actor, reporting.Request(PERIOD)).as_json()["turnover"]
    return lines


def test_a_line_has_a_year_when_it_stays_in_one(cast: Cast, fanny: Actor, line: TurnoverLine) -> None:
    enter_turnover(fanny, cast.kpa.pk, day("2022-03-01"), day("2023-02-28"), 5000, AT)
    assert printed(fanny) == [
        {"kpa": "La Cape", "year": None, "cents": 5000},
        {"kpa": "La Cape", "year": 2023, "cents": 1521300},
    ]


def test_a_line_that_overflows_is_marked_and_one_outside_is_left_out(cast: Cast, fanny: Actor) -> None:
    enter_turnover(fanny, cast.kpa.pk, day("2022-01-01"), day("2022-12-31"), 100, AT)
    enter_turnover(fanny, cast.kpa.pk, day("2024-01-01"), day("2024-12-31"), 200, AT)
    assert printed(fanny) == [{"kpa": "La Cape", "year": 2022, "cents": 100, "overflows": True}]


def test_a_correction_replaces_and_keeps(fanny: Actor, line: TurnoverLine) -> None:
    new = correct_turnover(fanny, line.pk, line.start, line.end, 1600000, AT, "facture oubliée")
    assert [each["cents"] for each in printed(fanny)] == [1600000]
    assert TurnoverLine.objects.get(pk=line.pk).cents == 1521300
    with pytest.raises(ValidationError, match="corrigée ou retirée"):
        correct_turnover(fanny, line.pk, line.start, line.end, 1, AT)
    withdraw_turnover(fanny, new.pk, AT)
    assert printed(fanny) == []
    with pytest.raises(ValidationError, match="corrigée ou retirée"):
        withdraw_turnover(fanny, new.pk, AT)


def test_lines_that_overlap_are_told(cast: Cast, line: TurnoverLine) -> None:
    assert overlaps_of(cast.kpa.pk, day("2023-12-31"), day("2024-03-31")) == [line]
    assert overlaps_of(cast.kpa.pk, day("2023-12-31"), day("2024-03-31"), besides=line) == []
    assert overlaps_of(cast.kpa.pk, day("2024-01-01"), day("2024-03-31")) == []


def test_computed_turnover_takes_over_from_a_day(cast: Cast, fanny: Actor, line: TurnoverLine) -> None:
    TurnoverSource.objects.create(kpa=cast.kpa, computed_from=day("2023-01-01"))
    assert printed(fanny) == [{"kpa": "La Cape", "year": 2023, "cents": 0, "computed": "receipt"}]
    with pytest.raises(ValidationError, match="ne compte deux fois"):
        enter_turnover(fanny, cast.kpa.pk, day("2022-12-01"), day("2023-01-01"), 1, AT)
    enter_turnover(fanny, cast.kpa.pk, day("2022-12-01"), day("2022-12-31"), 1, AT)


@pytest.mark.parametrize(
    ("start", "end", "cents", "field"),
    [
        ("2023-02-01", "2023-01-01", 1, "end"),
        ("2026-01-01", "2026-12-31", 1, "end"),
        ("2023-01-01", "2023-12-31", -1, "cents"),
        ("2023-01-01", "2023-12-31", 10**14, "cents"),
    ],
)
def test_what_cannot_be_true_is_refused(cast: Cast, fanny: Actor, start: str, end: str, cents: int, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        enter_turnover(fanny, cast.kpa.pk, day(start), day(end), cents, AT)
    assert list(refused.value.message_dict) == [field]


def test_another_kpas_turnover_is_out_of_reach(cast: Cast, line: TurnoverLine, today: datetime.date) -> None:
    charlie = actor_for(cast.charlie, None, today)
    with pytest.raises(PermissionDenied):
        enter_turnover(charlie, cast.kpa.pk, line.start, line.end, 1, AT)
    with pytest.raises(TurnoverLine.DoesNotExist):
        withdraw_turnover(charlie, line.pk, AT)
    assert printed(charlie) == []
