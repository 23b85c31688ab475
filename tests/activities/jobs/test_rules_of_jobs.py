"""Pure rules: where a job may go, who still fits, whom to call first, weeks and hours."""

import datetime
import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maille.activities.rules import jobs as rules
from maille.activities.rules.chances import Candidate, least_first, spoken, window
from maille.activities.rules.jobs import JobFacts, again, expected_of, minutes_of, problems_of, said_kindly
from maille.activities.rules.kinds import JobState
from maille.activities.rules.shifts import Room, ShiftFacts, Stretch, hours, meeting
from maille.activities.rules.shifts import problems_of as problems_of_shift
from maille.activities.rules.weeks import asked, week_of

D = datetime.date
TODAY = D(2026, 6, 15)
UTC = datetime.UTC

candidates = st.lists(
    st.builds(
        Candidate,
        key=st.uuids().map(str),
        minutes=st.integers(0, 6_000),
        lacking=st.sampled_from(["", "", "le contrat signé"]),
    ),
    unique_by=lambda each: each.key,
)


@given(candidates, st.randoms(use_true_random=False))
def test_the_least_work_comes_first_whatever_the_order_of_arrival(found: list[Candidate], chance: object) -> None:
    ordered = least_first(found)
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert least_first(shuffled) == ordered
    able = [each for each in ordered if not each.lacking]
    assert ordered[: len(able)] == able, "who may work comes before who may not"
    assert [each.minutes for each in able] == sorted(each.minutes for each in able)
    for one, other in itertools.pairwise(able):
        assert (one.minutes, one.key) < (other.minutes, other.key)


@given(st.integers(1, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.booleans())
def test_places_never_outnumber_the_people_asked_for(
    people: int, special_people: int, taken: int, taken_special: int, answers: bool
) -> None:
    room = Room(people, min(special_people, people), taken, min(taken_special, taken))
    fits = not room.refusal("le permis", answers=answers)
    assert fits <= (taken < people)
    if fits:
        after = Room(people, room.special_people, taken + 1, room.taken_special + answers)
        needed = after.special_people - after.taken_special
        kept_before = room.special_people - room.taken_special <= people - taken
        assert needed <= people - after.taken or not kept_before, "a place stays for whoever answers the need"


def test_the_last_place_is_kept_for_the_special_need() -> None:
    room = Room(3, 1, 2, 0)
    assert "gardée pour quelqu'un qui répond au besoin : le permis" in room.refusal("le permis", answers=False)
    assert room.refusal("le permis", answers=True) == ""
    assert "complet" in Room(3, 1, 3, 0).refusal("le permis", answers=True)
    assert "la place est prise" in Room(1, 0, 1).refusal("", answers=False)


NEW_YEAR = datetime.datetime(2026, 1, 1, tzinfo=UTC)
stretches = st.builds(
    Stretch,
    starts_at=st.integers(0, 2_880).map(lambda minutes: NEW_YEAR + datetime.timedelta(minutes=minutes)),
    minutes=st.integers(1, 1_440),
)


@given(stretches, stretches)
def test_meeting_is_mutual_and_means_a_common_minute(one: Stretch, other: Stretch) -> None:
    assert bool(meeting(one, [other])) == bool(meeting(other, [one]))
    common = min(one.ends_at, other.ends_at) - max(one.starts_at, other.starts_at)
    assert bool(meeting(one, [other])) == (common > datetime.timedelta())
    assert meeting(one, [one]) == [one]


@given(st.dates(D(2000, 1, 3), D(2199, 12, 30)))
def test_a_week_holds_its_day_and_touches_its_neighbours(day: datetime.date) -> None:
    week = week_of(day)
    assert day in week.days
    assert week.monday.weekday() == 0
    assert week.sunday == week.days[-1]
    assert week.next.previous == week == week.previous.next


@pytest.mark.parametrize("text", ["", "hier", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_any_address_gives_a_week(text: str) -> None:
    week = asked(text, TODAY)
    assert week.monday.weekday() == 0
    assert week.previous.monday < week.monday < week.next.sunday
    assert asked("2026-06-18", TODAY).monday == D(2026, 6, 15)


def test_states_lead_where_they_should() -> None:
    state = JobState
    assert rules.refusal(state.IDEA, state.ASKED, None, TODAY, 0) == ""
    assert "quel jour" in rules.refusal(state.ASKED, state.PLANNED, None, TODAY, 0)
    assert rules.refusal(state.ASKED, state.PLANNED, TODAY, TODAY, 0) == ""
    assert "20/06/2026" in rules.refusal(state.PLANNED, state.DONE, D(2026, 6, 20), TODAY, 0)
    assert rules.refusal(state.PLANNED, state.DONE, TODAY, TODAY, 0) == ""
    assert "changé d'état" in rules.refusal(state.PLANNED, state.CLOSED, TODAY, TODAY, 0)
    assert rules.refusal(state.DONE, state.CLOSED, TODAY, TODAY, 2) == ""
    assert "a eu lieu" in rules.refusal(state.PLANNED, state.CANCELLED, TODAY, TODAY, 1)
    assert rules.refusal(state.CLOSED, state.DONE, D(2026, 6, 20), TODAY, 0) == "", "a closed job opens again"
    for wanted in rules.NEXT.values():
        assert len(set(wanted)) == len(wanted)
    assert set(rules.NEXT) == set(JobState)


def test_a_cancellation_is_said_kindly() -> None:
    assert said_kindly("client", "la fête est reportée") == "Annulée par le client\u00a0: la fête est reportée"
    assert said_kindly("other", " ") == "Annulée, sans faute de personne."


def test_an_offer_says_the_price_and_the_work() -> None:
    assert expected_of(1_440, Decimal(60)) == 86_400
    assert expected_of(None, Decimal(60)) is None
    assert expected_of(1_001, Decimal("1.5")) == 1_502, "half up"
    assert expected_of(1_000, None) == 1_000
    assert (minutes_of(20, Decimal(60)), minutes_of(0, Decimal(2))) == (1_200, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"ends_on": TODAY}, "starts_on"),
        ({"starts_on": TODAY, "ends_on": D(2026, 6, 1)}, "ends_on"),
        ({"starts_on": D(2036, 6, 1)}, "starts_on"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"planned_minutes": rules.MOST_MINUTES + 1}, "planned"),
    ],
)
def test_what_cannot_be_written_of_a_job(change: dict[str, object], field: str) -> None:
    assert [each.field for each in problems_of(JobFacts(**{"title": "Buffet", **change}), TODAY)] == [field]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minutes": 2}, "ends_at"),
        ({"minutes": 1_441}, "ends_at"),
        ({"people": 0}, "people"),
        ({"special": "le permis", "special_people": 3, "people": 2}, "special_people"),
        ({"special": "le permis"}, "special_people"),
        ({"special_people": 1}, "special"),
        ({"starts_at": datetime.datetime(2036, 1, 1, tzinfo=UTC)}, "starts_on"),
    ],
)
def test_what_cannot_be_written_of_a_shift(change: dict[str, object], field: str) -> None:
    now = datetime.datetime(2026, 6, 15, 9, tzinfo=UTC)
    values: dict[str, object] = {"starts_at": now, "minutes": 60, "people": 1, **change}
    assert [each.field for each in problems_of_shift(ShiftFacts(**values), now)] == [field]  # type: ignore[arg-type]


def test_hours_and_work_in_words() -> None:
    start = datetime.datetime(2026, 6, 20, 22, tzinfo=UTC)
    assert hours(start, start + datetime.timedelta(hours=1)) == "22\u00a0h\u00a0– 23\u00a0h"
    assert hours(start, start + datetime.timedelta(hours=4)) == "22\u00a0h\u00a0– 2\u00a0h le 21/06/2026"
    assert [spoken(0), spoken(45), spoken(60), spoken(750)] == ["aucune heure", "45 min", "1 h", "12 h 30"]
    assert window(TODAY) == (D(2026, 4, 20), D(2026, 8, 10))


def test_again_keeps_the_time_on_the_clock() -> None:
    from zoneinfo import ZoneInfo

    start = datetime.datetime(2026, 10, 20, 8, tzinfo=ZoneInfo("Europe/Paris"))
    later = again(start, 1)
    assert (later.hour, later.date()) == (8, D(2026, 10, 27))
    assert later.utcoffset() != start.utcoffset()
