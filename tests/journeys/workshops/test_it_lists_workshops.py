"""The list of workshops: what comes, what was, by subject, in pages; nothing of another KPA."""

import re

import pytest
from django.test import Client

from maille.journeys.actions import places, workshops
from maille.journeys.models import Workshop
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting
from tests.journeys.workshops.help import BEFORE, at, facts, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Fanny at her desk, in the morning."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: BEFORE)
    client.force_login(cast.fanny, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def titles(desk: Client, query: str = "") -> list[str]:
    return [row["workshop"].title for row in desk.get(f"/ateliers/{query}").context["rows"]]


def test_what_comes_and_what_was(desk: Client, cast: Cast) -> None:
    planned(cast, title="Ce matin", starts_at=at(8))
    planned(cast, title="Hier", starts_at=at(23, day=D(2026, 6, 14)))
    planned(cast, title="Demain", starts_at=at(8, day=D(2026, 6, 16)), domain="digital")
    theirs = workshops.plan_workshop(acting(cast.charlie), cast.other_kpa, facts(title="Ailleurs"), BEFORE)
    assert titles(desk) == ["Ce matin", "Demain"]
    assert titles(desk, "?quand=passes") == ["Hier"]
    assert titles(desk, "?sujet=digital") == ["Demain"]
    assert titles(desk, f"?kpa={theirs.kpa_id}") == []
    assert desk.get(f"/ateliers/{theirs.pk}/").status_code == 404


def test_pages_follow_each_other(desk: Client, cast: Cast) -> None:
    Workshop.objects.bulk_create(
        Workshop(kpa=cast.kpa, title=f"N° {rank}", domain="money", starts_at=at(8), minutes=60, entered_at=BEFORE)
        for rank in range(120)
    )
    seen, query = [], ""
    for _ in range(3):
        response = desk.get(f"/ateliers/{query}")
        seen += [row["workshop"].title for row in response.context["rows"]]
        query = "?" + response.context["page"].next_query
    assert seen == [f"N° {rank}" for rank in range(120)]


def test_planned_on_screen_then_corrected_repeated_cancelled(desk: Client, cast: Cast) -> None:
    typed = {
        "title": "Lire une facture", "domain": "money", "starts_on": "2026-06-18", "starts_at": "14:00",
        "ends_at": "16:30", "places": "8", "led_by": cast.fanny.pk,
    }  # fmt: skip
    wrong = desk.post("/ateliers/nouveau/", {**typed, "ends_at": "13:00"})
    assert "Vérifiez les deux." in wrong.content.decode()
    page = desk.post("/ateliers/nouveau/", typed)["Location"]
    workshop = Workshop.objects.get()
    assert (page, workshop.when) == (f"/ateliers/{workshop.pk}/", "jeudi 18 juin 2026, de 14 h à 16 h 30")
    places.sign_up(acting(cast.fanny), workshop.pk, cast.amina.pk, BEFORE)
    desk.post(f"{page}corriger/", {**typed, "starts_on": "2026-06-19", "version": 1})
    shown = desk.get(page).content.decode()
    assert "À prévenir (1)" in shown
    assert re.search(r"Amina Benali, sans téléphone", shown)
    stale = desk.post(f"{page}corriger/", {**typed, "title": "Autre", "version": 1}).content.decode()
    assert "pendant que vous écriviez" in stale
    desk.post(f"{page}refaire/", {"weeks": "2", "times": "3"})
    assert Workshop.objects.count() == 4
    desk.post(f"{page}annuler/")
    assert "Cet atelier est annulé" in desk.get(page).content.decode()
    desk.post(f"{page}retablir/")
    assert "Cet atelier est annulé" not in desk.get(page).content.decode()


def test_the_coordination_first_says_which_kpa(desk: Client, cast: Cast, client: Client) -> None:
    client.force_login(cast.odile, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Dans quel KPA" in client.get("/ateliers/nouveau/").content.decode()
    assert client.get(f"/ateliers/nouveau/?kpa={cast.other_kpa.pk}").context["kpa"] == cast.other_kpa
