"""Frozen reports on screen: made from the report, read as sent, explained when the living figures move."""

import datetime

import pytest
from django.test import Client

from maille.impact.models import FrozenReport, TurnoverLine
from maille.journeys.models import Journey
from tests.cast import Cast
from tests.impact.test_it_shows_the_report import PERIOD, client_of


@pytest.fixture
def fanny(cast: Cast) -> Client:
    """Fanny, signed in."""
    return client_of(cast.fanny)


@pytest.fixture
def frozen(fanny: Client) -> FrozenReport:
    """The report of her KPA, frozen for a funder."""
    answer = fanny.post(f"/bilan/figer/?{PERIOD}", {"sent_to": "Région Hauts-de-France"})
    report = FrozenReport.objects.get()
    assert answer.headers["Location"] == f"/bilans-figes/{report.pk}/"
    return report


def test_it_is_numbered_dated_and_listed(fanny: Client, frozen: FrozenReport) -> None:
    listed = fanny.get("/bilans-figes/").content.decode()
    assert f"Bilan n° {frozen.number}" in listed
    assert "Région Hauts-de-France" in listed
    shown = fanny.get(f"/bilans-figes/{frozen.pk}/").content.decode()
    assert "le même bilan établi aujourd'hui donne les mêmes chiffres" in shown


def test_it_does_not_move_with_the_files(cast: Cast, fanny: Client, frozen: FrozenReport) -> None:
    before = fanny.get(f"/bilans-figes/{frozen.pk}/json/").content
    Journey.objects.filter(pk=cast.lea_journey.pk).update(
        ended_on=datetime.date(2026, 6, 1), end_kind="exit", outcome="employment", detail="cdi"
    )
    assert fanny.get(f"/bilans-figes/{frozen.pk}/json/").content == before
    page = fanny.get(f"/bilans-figes/{frozen.pk}/")
    counts = {line["key"]: (line["one"]["count"], line["other"]["count"]) for line in page.context["differences"]}
    assert counts["in_kpa"] == (3, 2)
    assert counts["exit.employment.cdi"] == (0, 1)
    (row,) = page.context["people"]["rows"]
    assert row["person"] == cast.lea
    assert "→" in row["why"]


def test_its_paper_bears_its_number(fanny: Client, frozen: FrozenReport) -> None:
    page = fanny.get(f"/bilans-figes/{frozen.pk}/html/").content.decode()
    assert f"Document figé n° {frozen.number}" in page
    assert frozen.sha256 in page
    assert fanny.get(f"/bilans-figes/{frozen.pk}/pdf/").content.startswith(b"%PDF")


def test_the_outsider_does_not_know_it_exists(cast: Cast, frozen: FrozenReport) -> None:
    charlie = client_of(cast.charlie)
    for address in ("", "pdf/", "json/"):
        assert charlie.get(f"/bilans-figes/{frozen.pk}/{address}").status_code == 404
    assert "Région" not in charlie.get("/bilans-figes/").content.decode()


def test_it_asks_for_whom(fanny: Client) -> None:
    answer = fanny.post(f"/bilan/figer/?{PERIOD}", {"sent_to": ""})
    assert "Indiquez à qui ce bilan est envoyé." in answer.content.decode()
    assert not FrozenReport.objects.exists()


def line_data(cast: Cast, **changes: str) -> dict[str, str]:
    """What Fanny types for her KPA's turnover."""
    typed = {"kpa": str(cast.kpa.pk), "start": "2025-01-01", "end": "2025-12-31", "cents": "26 582,50"}
    return {**typed, "note": "", **changes}


def test_turnover_is_typed_as_people_type_it(cast: Cast, fanny: Client) -> None:
    assert fanny.post("/bilan/chiffre-affaires/", line_data(cast)).status_code == 302
    line = TurnoverLine.objects.get()
    assert (line.kpa, line.cents, line.entered_by) == (cast.kpa, 2658250, cast.fanny)
    assert "26\u202f582,50" in fanny.get("/bilan/chiffre-affaires/").content.decode()
    assert "26\u202f582,50" in fanny.get("/bilan/?debut=2025-01-01&fin=2025-12-31").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("beaucoup", "Écrivez un montant comme 12,50."),
        ("12,345", "Écrivez un montant comme 12,50."),
        ("-5", "Écrivez un montant positif."),
        ("12345678901", "dépasse le milliard"),
        ("NaN", "Écrivez un montant comme 12,50."),
        ("", "Indiquez un montant"),
    ],
)
def test_an_unreadable_amount_is_kept_and_told(cast: Cast, fanny: Client, typed: str, words: str) -> None:
    page = fanny.post("/bilan/chiffre-affaires/", line_data(cast, cents=typed)).content.decode()
    assert words in page
    assert f'value="{typed}"' in page or not typed
    assert not TurnoverLine.objects.exists()


def test_a_correction_keeps_the_old_line(cast: Cast, fanny: Client) -> None:
    fanny.post("/bilan/chiffre-affaires/", line_data(cast))
    first = TurnoverLine.objects.get()
    fanny.post(f"/bilan/chiffre-affaires/{first.pk}/corriger/", line_data(cast, cents="30 000"))
    assert [line.cents for line in TurnoverLine.objects.current()] == [3000000]
    assert TurnoverLine.objects.filter(pk=first.pk).exists()
    assert fanny.get(f"/bilan/chiffre-affaires/{first.pk}/corriger/").status_code == 404


def test_an_overlap_is_told_and_a_mistake_withdrawn(cast: Cast, fanny: Client) -> None:
    fanny.post("/bilan/chiffre-affaires/", line_data(cast))
    told = fanny.post("/bilan/chiffre-affaires/", line_data(cast, cents="10"), follow=True).content.decode()
    assert "couvre une partie des mêmes jours" in told
    mistake = TurnoverLine.objects.get(cents=1000)
    fanny.post(f"/bilan/chiffre-affaires/{mistake.pk}/retirer/")
    assert [line.cents for line in TurnoverLine.objects.current()] == [2658250]


def test_nobody_types_for_another_kpa(cast: Cast) -> None:
    charlie = client_of(cast.charlie)
    assert charlie.post("/bilan/chiffre-affaires/", line_data(cast)).status_code == 200
    assert not TurnoverLine.objects.exists()
