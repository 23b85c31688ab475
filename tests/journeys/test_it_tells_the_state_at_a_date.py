"""A journey's state on any day, against a day-by-day reading of the same facts."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from maille.journeys.rules.attention import FOLLOW_UP_MONTHS, follow_ups_due, latest_start
from maille.journeys.rules.dates import add_months
from maille.journeys.rules.facts import Facts, Pause
from maille.journeys.rules.state import Status, state_at
from maille.journeys.rules.terms import StageKind

D = datetime.date
START, SPAN = D(2023, 1, 28), 400
offsets = st.integers(0, SPAN)


def on(offset: int) -> D:
    return START + datetime.timedelta(days=offset)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    entry = draw(st.integers(0, 100))
    length = draw(st.none() | st.integers(0, 250))
    last = entry + length if length is not None else SPAN
    inside = st.integers(entry, last)
    stages = {draw(inside): draw(st.sampled_from(list(StageKind))) for _ in range(draw(st.integers(0, 4)))}
    marks = sorted({draw(inside) for _ in range(draw(st.integers(0, 6)))})
    pauses = [Pause(on(a), on(b)) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    return Facts(
        entered_on=on(entry),
        ended_on=on(last) if length is not None else None,
        end_kind=draw(st.sampled_from(["exit", "transfer"])) if length is not None else "",
        stages=tuple((on(offset), kind.value) for offset, kind in stages.items()),
        pauses=tuple(pauses),
    )


@given(facts(), offsets)
def test_it_agrees_with_reading_day_by_day(known: Facts, offset: int) -> None:
    asked, stage, status = on(offset), "", Status.NOT_YET
    for step in range(offset + 1):
        day = on(step)
        if day == known.entered_on:
            status = Status.UNDER_WAY
        if known.ended_on and day == known.ended_on + datetime.timedelta(days=1):
            status = Status.LEFT if known.end_kind == "exit" else Status.MOVED
        stage = dict(known.stages).get(day, stage)
    if status == Status.UNDER_WAY and any(p.started_on <= asked <= (p.ended_on or asked) for p in known.pauses):
        status = Status.SUSPENDED
    found = state_at(known, asked)
    assert (found.status, found.stage) == (status, stage)


@given(facts(), offsets, offsets)
def test_what_happens_later_changes_nothing_before(known: Facts, offset: int, later: int) -> None:
    day = on(min(offset, later))
    past = Facts(
        entered_on=known.entered_on,
        ended_on=known.ended_on if known.ended_on and known.ended_on < day else None,
        end_kind=known.end_kind if known.ended_on and known.ended_on < day else "",
        stages=tuple(stage for stage in known.stages if stage[0] <= day),
        pauses=tuple(pause for pause in known.pauses if pause.started_on <= day),
    )
    assert state_at(past, day) == state_at(known, day)


@given(st.integers(1, 60), st.dates(D(2000, 1, 1), D(2050, 12, 31)), st.integers(-40, 40))
def test_month_arithmetic_becomes_a_comparison(months: int, day: D, shift: int) -> None:
    start = add_months(day, -months) + datetime.timedelta(days=shift)
    assert (add_months(start, months) <= day) == (start <= latest_start(months, day))


@given(st.dates(D(2020, 1, 1), D(2026, 1, 1)), st.integers(0, 500))
def test_a_follow_up_is_due_once_and_not_for_ever(ended: D, days: int) -> None:
    day = ended + datetime.timedelta(days=days)
    due = follow_ups_due(ended, frozenset(), day)
    assert all(each.due_on <= day + datetime.timedelta(days=7) for each in due)
    assert not follow_ups_due(ended, frozenset(FOLLOW_UP_MONTHS), day)
    assert not follow_ups_due(ended, frozenset(), add_months(ended, 12))
