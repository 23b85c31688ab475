"""Folding: what two spellings of one name share, and what tells two names apart."""

import pytest

from maille.network.rules.names import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [("Éric", "ERIC"), ("N'Diaye", "n’diaye"), ("Anne-Lise", "Anne Lise"), ("Nguyễn", "NGUYEN"), ("Cœur", "coeur")],
)
def test_accents_case_and_hyphens_are_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("कमल", "कमला"), ("మల", "మలి"), ("علي", "عالي")])
def test_vowel_signs_of_other_scripts_tell_names_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)
