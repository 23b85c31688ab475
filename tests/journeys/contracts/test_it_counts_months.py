"""Months of contracts, against an oracle that walks the calendar day by day; and both limits of a CAPE."""

import calendar
import datetime
import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maille.journeys.rules.checks import blocking
from maille.journeys.rules.contracts import limits
from maille.journeys.rules.contracts.facts import Held, Planned
from maille.journeys.rules.contracts.lengths import Length, length, length_of_run, runs
from tests.journeys.contracts.help import CAPE, D, held, period

DAY = datetime.timedelta(days=1)
days = st.dates(D(2019, 1, 1), D(2031, 12, 31))
spans = st.tuples(days, st.integers(0, 800)).map(lambda pair: (pair[0], pair[0] + datetime.timedelta(days=pair[1])))


def walked(start: D, end: D) -> Fraction:
    """Months of a run in thirtieths, walking: a month is done on the same number of the next, or on its last day."""
    done, day, left = 0, start, 0
    year, month = start.year, start.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        anniversary = D(year, month, min(start.day, calendar.monthrange(year, month)[1]))
        if anniversary - DAY > end:
            break
        done, day = done + 1, anniversary
    while day <= end:
        left, day = left + 1, day + DAY
    return Fraction(done) + Fraction(left, 30)


def worth(found: Length) -> Fraction:
    return found.months + Fraction(found.days, 30)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (D(2026, 1, 1), D(2026, 12, 31), "12 mois"),
        (D(2026, 1, 31), D(2026, 2, 27), "1 mois"),
        (D(2026, 1, 31), D(2026, 3, 30), "2 mois"),
        (D(2024, 2, 29), D(2025, 2, 27), "12 mois"),
        (D(2026, 1, 15), D(2026, 1, 15), "1 jour"),
        (D(2026, 1, 15), D(2026, 3, 16), "2 mois et 2 jours"),
    ],
)
def test_months_run_from_date_to_date_both_days_counted(start: D, end: D, said: str) -> None:
    assert str(length_of_run(start, end)) == said


def test_periods_that_touch_are_one_run_and_those_apart_carry_their_days() -> None:
    whole = [(D(2026, 1, 1), D(2026, 3, 15)), (D(2026, 3, 16), D(2026, 12, 31))]
    assert length(whole) == Length(12)
    apart = [(D(2026, 1, 1), D(2026, 1, 20)), (D(2026, 3, 1), D(2026, 3, 15))]
    assert str(length(apart)) == "1 mois et 5 jours"


@given(spans)
def test_a_run_is_what_walking_it_finds(span: tuple[D, D]) -> None:
    assert worth(length_of_run(*span)) == walked(*span)


@given(st.lists(spans, max_size=5))
def test_runs_hold_each_day_once_and_never_touch(some: list[tuple[D, D]]) -> None:
    every = {start + datetime.timedelta(days=n) for start, end in some for n in range((end - start).days + 1)}
    found = runs(some)
    told = [start + datetime.timedelta(days=n) for start, end in found for n in range((end - start).days + 1)]
    assert told == sorted(every)
    assert all(one[1] + DAY < two[0] for one, two in itertools.pairwise(found))
    assert worth(length(some)) == sum((walked(*run) for run in found), Fraction())


@given(spans, st.integers(1, 40))
def test_a_day_more_is_never_a_shorter_length(span: tuple[D, D], more: int) -> None:
    start, end = span
    assert length_of_run(start, end) <= length_of_run(start, end + datetime.timedelta(days=more))


@given(spans, st.integers(1, 36))
def test_a_run_exceeds_so_many_months_exactly_when_it_goes_beyond_their_last_day(
    span: tuple[D, D], months: int
) -> None:
    start, end = span
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    beyond = D(year, month, min(start.day, calendar.monthrange(year, month)[1]))
    assert length_of_run(start, end).exceeds(months) == (end >= beyond)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Held], Planned]:
    """Contracts with one host, in order and apart or touching, then a period planned after them."""
    day, found = D(2019, 1, 1) + datetime.timedelta(days=draw(st.integers(0, 60))), []
    for ident in range(draw(st.integers(0, 3))):
        signed = []
        for _ in range(draw(st.integers(1, 3))):
            end = day + datetime.timedelta(days=draw(st.integers(0, 364)))
            signed.append((day, end))
            day = end + DAY
        found.append(held(*signed, ident=ident + 1))
        day += datetime.timedelta(days=draw(st.sampled_from([0, 1, 40])))
    contract = draw(st.sampled_from([None, found[-1].id])) if found else None
    last = found[-1].periods[-1] if found else None
    if contract and last and last.ends_on:
        start, rank = last.ends_on + DAY, last.rank + 1
    else:
        start, rank, contract = day, 0, None
    end = start + datetime.timedelta(days=draw(st.integers(0, 420)))
    return found, Planned("cape", 1, "Hôte 1", start, end, contract, rank)


def oracle(found: list[Held], planned: Planned) -> bool:
    """Whether the law refuses: too long a period, a third renewal in a row, more than 36 months in all."""
    assert planned.ends_on is not None
    every = sorted((p.started_on, p.ends_on) for each in found for p in each.periods if p.ends_on)
    chain, start = 0, planned.started_on
    for one, end in reversed(every):
        if end + DAY == start:
            chain, start = chain + 1, one
    joined: list[list[D]] = []
    for one, end in [*every, (planned.started_on, planned.ends_on)]:
        if joined and joined[-1][1] + DAY == one:
            joined[-1][1] = end
        else:
            joined.append([one, end])
    total = sum((walked(one, end) for one, end in joined), Fraction())
    too_long = walked(planned.started_on, planned.ends_on) > 12
    return too_long or max(chain, planned.rank) > 2 or total > 36


@settings(max_examples=400)
@given(histories())
def test_both_limits_refuse_exactly_what_the_oracle_refuses(history: tuple[list[Held], Planned]) -> None:
    found, planned = history
    assert bool(blocking(limits.period_problems(CAPE, planned, found))) == oracle(found, planned)


@settings(max_examples=200)
@given(histories())
def test_the_latest_end_is_allowed_and_the_day_after_is_not(history: tuple[list[Held], Planned]) -> None:
    found, planned = history
    if limits.renewal_problems(CAPE, planned, found):
        return
    last = limits.latest_end(CAPE, planned, found)
    for end, allowed in ((last, True), ((last or planned.started_on - DAY) + DAY, False)):
        if end is not None:
            asked = Planned("cape", 1, "Hôte 1", planned.started_on, end, planned.contract_id, planned.rank)
            assert bool(blocking(limits.period_problems(CAPE, asked, found))) != allowed


def test_drafts_and_what_follows_an_early_end_count_for_nothing() -> None:
    one = Held(1, "cape", 1, "Hôte 1", (period(0, D(2025, 1, 1), D(2025, 12, 31)),), D(2025, 3, 31))
    assert limits.used("cape", 1, [one]) == Length(3)
    draft = Held(2, "cape", 1, "Hôte 1", (period(0, D(2026, 1, 1), D(2026, 12, 31), signed=None),))
    assert limits.used("cape", 1, [one, draft]) == Length(3)
    never = Held(3, "cape", 1, "Hôte 1", (period(0, D(2026, 1, 1), D(2026, 12, 31)),), D(2025, 12, 20))
    assert limits.used("cape", 1, [never]) == Length()


def test_other_hosts_are_not_counted() -> None:
    theirs = held((D(2023, 1, 1), D(2023, 12, 31)), (D(2024, 1, 1), D(2024, 12, 31)), host=2)
    planned = Planned("cape", 1, "Hôte 1", D(2025, 1, 1), D(2025, 12, 31))
    problems = limits.period_problems(CAPE, planned, [theirs])
    assert [problem.blocks for problem in problems] == [False]
    assert "24 mois de CAPE avec une autre structure" in problems[0].message
