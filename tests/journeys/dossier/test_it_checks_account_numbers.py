"""An IBAN typed by hand: understood with its spaces, refused in words, shown by its end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maille.journeys.rules import iban

GOOD = ["FR7630006000011234567890189", "DE89370400440532013000", "GB82WEST12345698765432", "BE68539007547034"]
LETTERS = "FR1420041010050500013M02606"


@pytest.mark.parametrize("number", [*GOOD, LETTERS])
def test_it_takes_accounts_a_transfer_reaches(number: str) -> None:
    assert iban.problem(number) == ""
    assert iban.compact(f" IBAN {iban.spaced(number).lower()} ") == number


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "commence par deux lettres"),
        ("12345", "commence par deux lettres"),
        ("FR763000600001123456789018", "26 signes"),
        ("FR7630006000011234567890188", "erreur de frappe"),
        ("US64SVBKUS6S3300958879", "n'atteignent pas"),
        ("FR76<script>", "commence par deux lettres"),
    ],
)
def test_it_refuses_in_words(typed: str, said: str) -> None:
    assert said in iban.problem(iban.compact(typed))


@given(st.sampled_from([*GOOD, LETTERS]), st.data())
def test_one_wrong_digit_is_always_seen(number: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([rank for rank, sign in enumerate(number) if sign.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    assert iban.problem(number[:place] + other + number[place + 1 :])


@given(st.sampled_from(GOOD), st.integers(4, 18))
def test_two_neighbours_exchanged_are_always_seen(number: str, place: int) -> None:
    place = min(place, len(number) - 2)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or iban.problem(swapped)


@given(st.text(max_size=40))
def test_nothing_typed_breaks_it(text: str) -> None:
    assert isinstance(iban.problem(iban.compact(text)), str)
