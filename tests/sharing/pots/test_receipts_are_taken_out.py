"""Money that came in as a file: corrections beside mistakes, amounts that add up, of one's own KPAs alone."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from maille.identity.models import User
from maille.sharing.actions.receipts import correct_receipt
from tests.cast import Cast
from tests.sharing.pots.help import NOW, Buffet, make_buffet


@pytest.fixture
def buffet(cast: Cast, today: Any, monkeypatch: pytest.MonkeyPatch) -> Buffet:
    """864 € received, a refund of 20 €, 100 € written twice by mistake and undone once."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: today)
    found = make_buffet(cast, today)
    found.receive(tax=4_752, payer="=Alma")
    found.receive(2_000, "refund")
    found.receive(10_000)
    correct_receipt(found.actor, found.receive(10_000), None, now=NOW)
    return found


def taken(user: User, query: str = "") -> list[dict[str, str]]:
    """The lines of the file."""
    client = Client()
    client.force_login(user)
    answer: Any = client.get(f"/cagnottes/recettes/{query}")
    assert answer.status_code == 200
    assert answer.streaming
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";"))


def test_every_line_is_there_and_adds_up(buffet: Buffet) -> None:
    lines = taken(buffet.cast.fanny)
    assert [(line["Nature"], line["Hors taxes"], line["Corrigée"]) for line in lines] == [
        ("Recette", "864,00", "non"),
        ("Remboursement au client", "-20,00", "non"),
        ("Recette", "100,00", "non"),
        ("Recette", "100,00", "oui"),
        ("Annulation d'une erreur", "-100,00", "non"),
    ]
    assert (lines[0]["Taxe"], lines[0]["Payé par"], lines[0]["KPA"]) == ("47,52", "'=Alma", "La Cape")
    assert taken(buffet.cast.fanny, f"?kpa={buffet.cast.kpa.pk}") == lines
    assert taken(buffet.cast.fanny, "?au=2020-01-01") == []


def test_charlie_takes_nothing_out(buffet: Buffet) -> None:
    assert taken(buffet.cast.charlie) == []
    assert taken(buffet.cast.charlie, f"?kpa={buffet.cast.kpa.pk}") == []
