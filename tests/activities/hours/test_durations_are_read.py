"""Durations as people type them: nothing lost, nothing guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maille.activities.rules.hours import MOST, DurationError, read_minutes, typed
from maille.ui.text import duration

MINUTES = st.integers(1, MOST - 1)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("7 h 30", 450), ("7h30", 450), ("7 H 30", 450), ("7h", 420), ("7 heures 30", 450), ("1 heure", 60),
        ("7 h 30 min", 450), ("7h05", 425), ("7h5", 425), ("7:30", 450), ("07:05", 425), ("0:45", 45),
        ("45 min", 45), ("45 minutes", 45), ("90 mn", 90), ("45'", 45), ("1 min", 1), ("7,5", 450), ("7.5", 450),
        ("7", 420), ("24", 1440), ("0,75", 45), ("7,33", 440), ("0,33", 20), ("7,5 h", 450), ("6,25 heures", 375),
        (" 7\u00a0h\u202f30 ", 450), ("٧,٥", 450), ("26 h", 1560), ("0 h 10", 10),
    ],
)  # fmt: skip
def test_it_reads(text: str, minutes: int) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Écrivez"), ("beaucoup", "Écrivez"), ("-7", "Écrivez"), ("7 h 75", "60 minutes"), ("7:60", "60 minutes"),
        ("0", "combien"), ("0 h", "combien"), ("0,001", "combien"), ("45", "45 min"), ("100 h", "100 heures"),
        ("7:5", "Écrivez"), ("1e3", "Écrivez"), ("7,5,5", "Écrivez"), ("²h", "Écrivez"), ("99999999", "Écrivez"),
    ],
)  # fmt: skip
def test_it_refuses_in_words(text: str, why: str) -> None:
    with pytest.raises(DurationError, match=why):
        read_minutes(text)


@given(MINUTES)
def test_what_is_shown_is_read_back(minutes: int) -> None:
    assert read_minutes(typed(minutes)) == read_minutes(duration(minutes)) == minutes


@given(MINUTES)
def test_every_way_of_typing_agrees(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    ways = [f"{hours}:{rest:02d}", f"{hours}h{rest:02d}", f"{hours} heures {rest}", f"{minutes} min"]
    if (minutes * 100) % 60 == 0:
        ways.append(f"{hours},{rest * 100 // 60:02d} h")
    assert {read_minutes(way) for way in ways} == {minutes}


@given(st.text(max_size=12))
def test_it_never_fails_otherwise(text: str) -> None:
    try:
        assert 0 < read_minutes(text) < MOST
    except DurationError as refused:
        assert str(refused)
