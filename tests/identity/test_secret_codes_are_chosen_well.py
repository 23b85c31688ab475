"""Short codes people read and type, secret codes they choose, rests after wrong tries."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maille.identity.rules import codes, pins, rest

BIRTH = datetime.date(1987, 5, 12)


@pytest.mark.parametrize("pin", ["2719", "80351", "604829", "7351"])
def test_a_good_secret_code_is_taken(pin: str) -> None:
    assert pins.problem_with(pin, BIRTH) == ""


@pytest.mark.parametrize(
    "pin",
    ["0000", "1111", "1234", "4321", "9876", "2468", "7890", "1212", "123123", "2580", "1987", "2024", "1205", "120587",
     "0512", "051987"],
)  # fmt: skip
def test_what_a_thief_tries_first_is_refused_with_a_reason(pin: str) -> None:
    assert "devine" in pins.problem_with(pin, BIRTH)


@pytest.mark.parametrize("pin", ["", "123", "1234567", "12a4", "١٢٣٤", " 271", "-271"])
def test_a_secret_code_is_four_to_six_digits(pin: str) -> None:
    assert "4 à 6 chiffres" in pins.problem_with(pin, BIRTH)


def test_most_secret_codes_remain() -> None:
    taken = sum(not pins.problem_with(f"{pin:04}", BIRTH) for pin in range(10_000))
    assert taken > 9_500


@given(st.text(alphabet=codes.ALPHABET, min_size=12, max_size=12))
def test_a_card_code_is_read_whatever_its_case_spaces_and_look_alikes(code: str) -> None:
    typed = codes.grouped(code).lower().replace("0", "o").replace("1", "l").replace("v", "u")
    assert codes.normal(typed) == code
    assert codes.normal(codes.grouped(code).replace(" ", "-")) == code
    assert codes.is_card_code(code)


@given(st.text())
def test_anything_typed_gives_signs_of_the_alphabet(text: str) -> None:
    assert set(codes.normal(text)) <= set(codes.ALPHABET)
    assert codes.digits(text) == "" or codes.digits(text).isascii()


def test_a_card_rests_longer_each_time() -> None:
    minutes = [int(pause.total_seconds() // 60) for tries in range(1, 40) if (pause := rest.rest_after(tries))]
    assert minutes[:6] == [15, 30, 60, 120, 240, 480]
    assert minutes[-1] == 24 * 60
    assert rest.tries_left(1) == 4


@given(st.integers(0, 500))
def test_the_tries_left_lead_to_the_next_rest(failures: int) -> None:
    left = rest.tries_left(failures)
    assert 1 <= left <= 5
    assert rest.rest_after(failures + left)
    assert not any(rest.rest_after(failures + each) for each in range(1, left))


def test_a_week_of_guessing_does_not_find_four_digits() -> None:
    spent, tries = datetime.timedelta(0), 0
    while spent < datetime.timedelta(days=7):
        tries += 1
        spent += rest.rest_after(tries) or datetime.timedelta(0)
    assert tries < 50


@pytest.mark.parametrize(
    ("rest_of", "words"), [(30, "1 minute"), (61, "2 minutes"), (900, "15 minutes"), (7100, "2 heures")]
)
def test_a_rest_is_told_in_words(rest_of: int, words: str) -> None:
    assert rest.in_words(datetime.timedelta(seconds=rest_of)) == words
