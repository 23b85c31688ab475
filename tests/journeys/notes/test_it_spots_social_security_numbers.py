"""A number shaped like a NIR is seen in any free text: with its key or without, spaced or not, Corsica included."""

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from maille.journeys.forms.wary import Wary
from maille.journeys.rules.nir import find_nirs, key_of

SEEN = [
    "1850675123456",
    "185067512345630",
    "1 85 06 75 123 456",
    "1 85 06 75 123 456 30",
    "2-87-05-59-350-012",
    "285.05.2A.004.012",
    "285052b004012",
    "2 85 05 2A 004 012 45",
    "2 85 33 97 104 012",
    "2\u00a085\u00a005\u00a059\u00a0350\u00a0012",
]
NOT_SEEN = [
    "06 12 34 56 78",
    "07 69 01 23 45",
    "FR76 3000 6000 0112 3456 7890 189",
    "732 829 320 00074",
    "73282932000074",
    "2850559350012345",
    "9850675123456",
    "1851975123456",
    "1850600123456",
    "Facture F2025-0612, 1 215,40 €",
    "le 12/05/1987",
]


@pytest.mark.parametrize("text", SEEN)
def test_it_sees(text: str) -> None:
    (found,) = find_nirs(f"Son numéro est {text}, dit-elle.")
    assert found.text == text


@pytest.mark.parametrize("text", NOT_SEEN)
def test_it_lets_pass(text: str) -> None:
    assert find_nirs(f"Noté : {text}.") == ()


@given(
    st.sampled_from("12"), st.integers(0, 99), st.integers(1, 12), st.sampled_from(["01", "59", "2A", "2B", "99"]),
    st.integers(0, 999), st.integers(0, 999),
)  # fmt: skip
def test_the_right_key_proves_it_and_no_other_does(
    sex: str, year: int, month: int, department: str, commune: int, order: int
) -> None:
    thirteen = f"{sex}{year:02}{month:02}{department}{commune:03}{order:03}"
    (found,) = find_nirs(f"{thirteen}{key_of(thirteen):02}")
    assert found.certain
    (found,) = find_nirs(f"{thirteen}{key_of(thirteen) % 97 + 1:02}")
    assert not found.certain


def test_known_keys() -> None:
    assert key_of("2550814168025") == 38
    assert key_of("253072B073004") == 70


class Sample(Wary):
    """A form with a free text, a number that is another thing, and an address."""

    nir_free = ("siret",)
    text = forms.CharField(required=False)
    siret = forms.CharField(required=False)
    email = forms.EmailField(required=False)


def test_a_shape_asks_and_a_word_lets_it_be_saved() -> None:
    form = Sample({"text": "Rappeler au 1 85 06 75 123 456", "siret": "1850675123456"})
    assert not form.is_valid()
    assert list(form.errors) == ["text"]
    assert "Retirez-le avant d'enregistrer" in form.errors["text"][0]
    assert form.asks_what_number
    assert Sample({**form.data, "not_a_nir": "on"}).is_valid()


def test_a_right_key_is_refused_whatever_is_said() -> None:
    form = Sample({"text": "Son numéro : 2 55 08 14 168 025 38", "not_a_nir": "on"})
    assert not form.is_valid()
    assert "n'a pas sa place ici" in form.errors["text"][0]


def test_nothing_is_asked_otherwise() -> None:
    form = Sample({"text": "Elle vient le 12 mai."})
    assert form.is_valid()
    assert not form.asks_what_number
