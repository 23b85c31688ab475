"""Cells as people write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maille.journeys.rules.attention import LONGEST
from maille.journeys.rules.register import cells
from maille.journeys.rules.register.cells import UnreadableError, guarded, read_date, read_months, unguarded
from maille.journeys.rules.register.columns import Column, match_headings


@pytest.mark.parametrize(
    "cell",
    [
        "12/05/1987",
        "1987-05-12",
        "12-05-1987",
        "12.5.1987",
        "31909",
        31909,
        31909.0,
        datetime.date(1987, 5, 12),
        datetime.datetime(1987, 5, 12),  # noqa: DTZ001 - what a spreadsheet gives
        " 12/05/1987 ",
        "1987-05-12 00:00:00",
    ],
)
def test_it_reads_every_way_to_write_a_date(cell):
    assert read_date(cell) == datetime.date(1987, 5, 12)


@pytest.mark.parametrize("text", ["31/02/1990", "29/02/2023", "12/05/87", "1987", "demain", "00/01/1990", "1/1/0001"])
def test_it_refuses_a_date_that_is_not_one(text):
    with pytest.raises(UnreadableError):
        read_date(text)


@pytest.mark.parametrize("year", [1, 1899, 2100, 9999])
def test_it_refuses_the_same_years_written_and_as_spreadsheet_dates(year):
    date = datetime.date(year, 1, 1)
    for cell in (f"01/01/{year:04}", date.isoformat(), date, datetime.datetime(year, 1, 1)):  # noqa: DTZ001 - as spreadsheets do
        with pytest.raises(UnreadableError, match="n'est pas possible ici"):
            read_date(cell)


@given(st.dates(datetime.date(1927, 5, 18), datetime.date(2099, 12, 31)))
def test_it_reads_a_date_back_from_each_writing(date):
    serial = (date - datetime.date(1899, 12, 30)).days
    for writing in (f"{date:%d/%m/%Y}", date.isoformat(), str(serial), float(serial)):
        assert read_date(writing) == date


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("oui", True),
        ("O", True),
        ("1", True),
        (1, True),
        (True, True),
        ("VRAI", True),
        ("x", True),
        ("non", False),
        ("n", False),
        ("0", False),
        (0, False),
        (False, False),
        ("Faux", False),
    ],
)
def test_it_reads_yes_and_no(text, meaning):
    assert cells.read_yes_no(text) is meaning


def test_it_refuses_neither_yes_nor_no():
    with pytest.raises(UnreadableError, match="peut-être"):
        cells.read_yes_no("peut-être")


@pytest.mark.parametrize(("text", "sex"), [("f", "F"), ("Femme", "F"), ("h", "H"), ("M", "H"), ("M.", "H"), ("x", "X")])
def test_it_reads_sex(text, sex):
    assert cells.read_sex(text) == sex


@pytest.mark.parametrize(("text", "months"), [("24", 24), (24.0, 24), ("12,0", 12), ("18 mois", 18)])
def test_it_reads_months(text, months):
    assert read_months(text) == months


@pytest.mark.parametrize("text", ["douze", "0", "-3", "12,5", "9999"])
def test_it_refuses_other_months(text):
    with pytest.raises(UnreadableError):
        read_months(text)


def test_it_plans_no_longer_than_the_screens_do():
    assert read_months("120") == LONGEST
    with pytest.raises(UnreadableError, match="va de 1 à 120 mois"):
        read_months("121")


@pytest.mark.parametrize(
    ("cell", "code"), [("59100", "59100"), (1000, "01000"), (59100.0, "59100"), ("59 100", "59100")]
)
def test_it_reads_postal_codes(cell, code):
    assert cells.read_postal_code(cell) == code


@pytest.mark.parametrize(
    "name", ["Nguyễn", "N'Diaye", "Jean-Pierre", "Мария", "محمد", "李小龍", "Ό Μέγας", "St. John", "प्रिया", "d’Arc"]
)
def test_it_accepts_a_name_in_any_script(name):
    assert cells.read_name(name)


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("x")', "<script>", "Ana\x00", "Ana\x1b[0m", "Léa\nRoux", "+33", "@Léa", "123", "-", "a" * 101]
)
def test_it_refuses_what_is_not_a_name(name):
    with pytest.raises(UnreadableError):
        cells.read_name(name)


def test_a_name_too_long_is_told_so():
    with pytest.raises(UnreadableError, match="est trop long : 100 caractères au plus"):
        cells.read_name("a" * 101)


@given(st.text(max_size=20))
def test_an_exported_cell_is_never_a_formula_and_reads_back(text):
    written = guarded(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠"))
    assert unguarded(written) == text


def test_it_matches_headings_without_case_accents_spaces_or_punctuation():
    headings = match_headings(["Durée prévue (mois)", "ENTRÉE", "Né(e) le", "Nom d'usage", "Nom", "Observations", ""])
    assert headings.places == {
        Column.DUREE_PREVUE_MOIS: 0,
        Column.ENTREE: 1,
        Column.DATE_NAISSANCE: 2,
        Column.NOM: 4,
    }
    assert headings.unknown == {3: "Nom d'usage", 5: "Observations", 6: "Colonne 7"}
    assert headings.missing == (Column.KPA, Column.PRENOM)
