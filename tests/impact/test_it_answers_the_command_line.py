"""`./maille report`: every format, and every mistake answered in French."""

import csv
import io
import json
import pathlib
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from tests.impact.registers import write_published_register

pytestmark = pytest.mark.django_db
DAYS = ("--from", "2022-03-01", "--to", "31/12/2023")


@pytest.fixture(autouse=True)
def published(db: None) -> None:
    """The 267 people."""
    write_published_register()


def said(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """What the command prints."""
    call_command("report", *DAYS, *options)
    return capsys.readouterr().out


def test_text_is_aligned_and_readable(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys)
    assert text.startswith("Bilan du 01/03/2022 au 31/12/2023\n=")
    (women,) = [line for line in text.splitlines() if line.startswith("Femmes")]
    assert women.split() == ["Femmes", "195", "73", "%", "267", "267"]
    figures = [line for line in text.splitlines() if line.rstrip(" *")[-1:].isdigit() and "%" in line]
    assert {line.index("%") for line in figures} == {women.index("%")}
    assert "* effectif de la base inférieur à 80" in text


def test_a_kpa_is_found_without_case_or_accents(capsys: pytest.CaptureFixture[str]) -> None:
    both = json.loads(said(capsys, "--format", "json", "--kpa", "la CAPE", "--kpa", "moulins-coop"))
    each = [json.loads(said(capsys, "--format", "json", "--kpa", name)) for name in ("La Cape", "Moulins Coop")]
    total, *parts = (report["indicators"][0]["count"] for report in (both, *each))
    assert max(parts) < total <= sum(parts)  # somebody went through both


def test_an_unknown_kpa_is_answered_with_the_known_ones() -> None:
    with pytest.raises(CommandError, match=r"« La Cap ».*Connus : .*La Cape"):
        call_command("report", *DAYS, "--kpa", "La Cap")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2022-02-30", "2023-12-31", "n'existe pas au calendrier"),
        ("mars", "2023-12-31", "n'est pas une date"),
        ("2023-12-31", "2022-03-01", "avant de commencer"),
    ],
)
def test_a_day_that_is_none_is_answered_in_words(start: str, end: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("report", "--from", start, "--to", end)


def test_csv_reads_back(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(said(capsys, "--format", "csv").lstrip("\ufeff")), delimiter=";"))
    assert {row["cle"]: row["effectif"] for row in rows}["cooperants"] == "267"


def test_xlsx_has_three_sheets_and_no_formula(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "bilan.xlsx"
    call_command("report", *DAYS, "--format", "xlsx", "-o", str(path))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Indicateurs", "Définitions", "Chiffre d'affaires"]
    cells: list[Any] = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value[:1] in set("=+-@")]


def test_a_folder_that_does_not_exist_is_said() -> None:
    with pytest.raises(CommandError, match=r"Impossible d'écrire .* : ce fichier ou ce dossier n'existe pas"):
        call_command("report", *DAYS, "-o", "/nulle/part/bilan.txt")


def test_internal_and_public_reports_print_no_small_count(capsys: pytest.CaptureFixture[str]) -> None:
    for audience, limit in (("internal", 4), ("public", 10)):
        report = json.loads(said(capsys, "--format", "json", "--audience", audience))
        assert report["audience"] == audience
        counts = [each["count"] for each in report["indicators"]]
        assert None in counts
        assert not [count for count in counts if count and count <= limit]
        assert "non diffusé" in said(capsys, "--audience", audience)
