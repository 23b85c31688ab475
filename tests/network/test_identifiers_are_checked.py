"""SIREN, SIRET and RNA: known numbers, every single wrong digit, and an independent computation of the key."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

from maille.network.rules import identifiers

DOUBLED = {"0": 0, "1": 2, "2": 4, "3": 6, "4": 8, "5": 1, "6": 3, "7": 5, "8": 7, "9": 9}


def luhn_by_table(digits: str) -> bool:
    """An independent Luhn: from the right, plain digits and a table of doubled ones."""
    plain = sum(int(digit) for digit in digits[::-1][::2])
    return (plain + sum(DOUBLED[digit] for digit in digits[::-1][1::2])) % 10 == 0


def with_key(start: str) -> str:
    """`start` and the one digit that makes the key right."""
    return next(start + key for key in "0123456789" if luhn_by_table(start + key))


digits = st.text("0123456789", min_size=8, max_size=8)


def test_it_knows_real_numbers() -> None:
    assert identifiers.is_siren("732829320")
    assert identifiers.is_siret("73282932000074")
    assert identifiers.is_siret("35600000000048"), "La Poste's head office"
    assert identifiers.is_rna("W595012345")
    assert identifiers.is_rna("W9R1001234"), "La Réunion"


@pytest.mark.parametrize("text", ["", "732829321", "73282932", "7328293200", "abcdefghi", "000000000", "٧٣٢٨٢٩٣٢٠"])
def test_it_refuses_what_is_not_a_siren(text: str) -> None:
    assert not identifiers.is_siren(text)


@pytest.mark.parametrize(
    "text", ["", "W59501234", "W5950123456", "X595012345", "595012345", "W59501234A", "WAA5012345"]
)
def test_it_refuses_what_is_not_an_rna(text: str) -> None:
    assert not identifiers.is_rna(text)


@given(st.text("0123456789", max_size=20))
def test_the_key_agrees_with_an_independent_computation(text: str) -> None:
    assert identifiers.luhn(text) == luhn_by_table(text)


@given(digits, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(start: str, position: int, shift: int) -> None:
    right = with_key(start)
    assume(right != "000000000")
    changed = str((int(right[position]) + shift) % 10)
    assert identifiers.is_siren(right)
    assert stdnum_siren.is_valid(right)
    assert not identifiers.is_siren(right[:position] + changed + right[position + 1 :])


@given(digits, st.text("0123456789", min_size=4, max_size=4))
def test_a_siret_continues_a_siren(start: str, branch: str) -> None:
    siren = with_key(start)
    assume(siren not in {"000000000", identifiers.LA_POSTE})
    siret = with_key(siren + branch)
    assert identifiers.is_siret(siret)
    assert stdnum_siret.is_valid(siret)
    assert not identifiers.is_siret(siret[:-1])


@given(st.text("0123456789", min_size=5, max_size=5))
def test_la_poste_has_its_own_key(branch: str) -> None:
    siret = identifiers.LA_POSTE + branch
    expected = siret == "35600000000048" or sum(map(int, siret)) % 5 == 0
    assert identifiers.is_siret(siret) == expected == stdnum_siret.is_valid(siret)


def test_problems_are_told_in_french_by_field() -> None:
    found = identifiers.problems("732829321", "35600000000048", "W1", is_collective=False)
    assert set(found) == {"siren", "siret", "rna"}
    assert "neuf chiffres" in found["siren"]
    assert identifiers.problems("732829320", "73282932000074", "", is_collective=False) == {}
    other = identifiers.problems("732829320", "35600000000048", "", is_collective=False)
    assert "neuf premiers chiffres" in other["siret"]


def test_a_collective_has_no_number() -> None:
    assert set(identifiers.problems("732829320", "", "", is_collective=True)) == {"siren"}
    assert identifiers.problems("", "", "", is_collective=True) == {}


def test_it_reads_numbers_as_people_type_them() -> None:
    assert identifiers.compact(" 732 829-320.00074 ") == "73282932000074"
    assert identifiers.compact("w595 012 345") == "W595012345"
