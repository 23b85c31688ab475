"""The catalogue on screen: what an hour earns, the suggested price, looked for before anything is written."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maille.activities.actions.catalogue import add_offer
from maille.activities.models import Activity, Offer
from maille.network.access import actor_for
from tests.activities.catalogue.help import BUFFET, activity
from tests.cast import Cast

LINES = {
    "matieres-TOTAL_FORMS": "3",
    "matieres-INITIAL_FORMS": "0",
    "matieres-0-name": "Pain",
    "matieres-0-quantity": "0,4",
    "matieres-0-unit": "kg",
    "matieres-0-unit_cents": "8,00",
    "matieres-1-name": "",
}
TYPED = {
    "name": "Buffet", "unit": "personne", "price": "", "duration": "18 min", "target_rate": "14", "host_rate": "11,5",
    **LINES,
}  # fmt: skip


@pytest.fixture
def fanny(cast: Cast) -> Client:
    """Fanny at the desk."""
    client = Client()
    client.force_login(cast.fanny)
    return client


def plain(response: object) -> str:
    """A page, no-break spaces made plain."""
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")  # type: ignore[attr-defined]


def test_the_price_is_looked_for_then_written(cast: Cast, fanny: Client) -> None:
    held = activity(cast.kpa)
    address = f"/activites/{held.pk}/offres/nouvelle/"
    assert 'value="11,5"' in plain(fanny.get(address))
    tried = plain(fanny.post(address, {**TYPED, "calculer": "1"}))
    assert "7,95 €" in tried
    assert "Rien n'est encore enregistré" in tried.replace("&#x27;", "'")
    assert not Offer.objects.exists()
    assert fanny.post(address, TYPED).status_code == 302
    offer = Offer.objects.get()
    assert (offer.price, offer.minutes, offer.cost.suggested) == (None, 18, 795)
    shown = plain(fanny.get(f"/offres/{offer.pk}/"))
    assert "Prendre le prix conseillé" in shown
    fanny.post(f"/offres/{offer.pk}/prix-conseille/")
    assert Offer.objects.get().price == 795
    assert "14,01 €" in plain(fanny.get(f"/activites/{held.pk}/"))


def test_a_price_below_says_so(cast: Cast, fanny: Client) -> None:
    held = activity(cast.kpa)
    fanny.post(f"/activites/{held.pk}/offres/nouvelle/", {**TYPED, "price": "3,00"})
    offer = Offer.objects.get()
    page = plain(fanny.get(f"/offres/{offer.pk}/"))
    assert "Les matières coûtent plus que le prix.</strong> Il manque" in page
    assert "0,20 €" in page
    assert "Il manque −" not in " ".join(page.split())
    assert "à perte" in plain(fanny.get(f"/activites/{held.pk}/"))
    assert fanny.post(f"/offres/{offer.pk}/corriger/", {**TYPED, "price": "5", "version": "1"}).status_code == 302
    assert "sous la somme visée" in plain(fanny.get(f"/activites/{held.pk}/"))
    late = plain(fanny.post(f"/offres/{offer.pk}/corriger/", {**TYPED, "price": "6", "version": "1"}))
    assert "pendant que vous écriviez" in late


def test_a_suggested_price_nobody_could_ask_is_refused_in_words(cast: Cast, fanny: Client) -> None:
    """The host takes nearly all of the margin: the price would not fit a column."""
    extreme = {**vars(BUFFET), "minutes": 5_999, "target_rate": 10_000_000, "host_rate": Decimal("99.99")}
    offer = add_offer(actor_for(cast.fanny, None, timezone.localdate()), activity(cast.kpa), type(BUFFET)(**extreme))
    address = f"/offres/{offer.pk}/prix-conseille/"
    assert "Ce montant est trop grand" in plain(fanny.post(address, follow=True))
    assert Offer.objects.get().price == 1_440


def test_the_suggested_price_taken_is_the_one_shown(cast: Cast, fanny: Client) -> None:
    offer = add_offer(actor_for(cast.fanny, None, timezone.localdate()), activity(cast.kpa), BUFFET)
    fanny.post(f"/offres/{offer.pk}/corriger/", {**TYPED, "duration": "36 min", "price": "20", "version": "1"})
    answer = plain(fanny.post(f"/offres/{offer.pk}/prix-conseille/", {"version": "1"}, follow=True))
    assert "a changé cette offre entre-temps" in answer
    assert Offer.objects.get().price == 2_000


def test_it_refuses_beside_the_field(cast: Cast, fanny: Client) -> None:
    held = activity(cast.kpa)
    address = f"/activites/{held.pk}/offres/nouvelle/"
    assert "moins de 100" in plain(fanny.post(address, {**TYPED, "host_rate": "100"}))
    assert "moins de 100" in plain(fanny.post(address, {**TYPED, "host_rate": "100", "calculer": "1"}))
    assert "Écrivez une quantité" in plain(fanny.post(address, {**TYPED, "matieres-0-quantity": ""}))
    assert "Dites ce que vous achetez" in plain(fanny.post(address, {**TYPED, "matieres-1-unit_cents": "3"}))
    assert "dépasse dix millions" in plain(fanny.post(address, {**TYPED, "price": "100 000 000"}))
    assert not Offer.objects.exists()


def test_an_activity_is_written_and_closed(cast: Cast, fanny: Client) -> None:
    typed = {"name": "Couture", "opened_on": "2025-01-01", "description": "Retouches"}
    assert fanny.post("/activites/nouvelle/", typed).status_code == 302
    made = Activity.objects.get()
    closed = {**typed, "closed_on": timezone.localdate().replace(day=1).isoformat(), "version": "1"}
    assert fanny.post(f"/activites/{made.pk}/corriger/", closed).status_code == 302
    assert "Couture" in plain(fanny.get("/activites/?voir=closes")) or "Couture" in plain(fanny.get("/activites/"))
    assert "Couture" in plain(fanny.get("/activites/?au=2025-06-01"))


def test_an_offer_is_retired_and_comes_back(cast: Cast, fanny: Client) -> None:
    offer = add_offer(actor_for(cast.fanny, None, timezone.localdate()), activity(cast.kpa), BUFFET)
    fanny.post(f"/offres/{offer.pk}/retirer/")
    assert Offer.objects.get().retired_on == timezone.localdate()
    fanny.post(f"/offres/{offer.pk}/retirer/")
    assert Offer.objects.get().retired_on is None


def test_charlie_sees_nothing(cast: Cast) -> None:
    held = activity(cast.kpa)
    offer = add_offer(actor_for(cast.fanny, None, timezone.localdate()), held, BUFFET)
    charlie = Client()
    charlie.force_login(cast.charlie)
    for path in (f"/activites/{held.pk}/", f"/offres/{offer.pk}/", f"/offres/{offer.pk}/corriger/"):
        assert charlie.get(path).status_code == 404
    assert "Traiteur" not in plain(charlie.get("/activites/"))


def test_queries_do_not_grow(cast: Cast, fanny: Client) -> None:
    actor = actor_for(cast.fanny, None, timezone.localdate())
    held = activity(cast.kpa)
    counts = []
    for start, end in ((0, 3), (3, 30)):
        for rank in range(start, end):
            add_offer(actor, held, type(BUFFET)(**{**vars(BUFFET), "name": f"Buffet {rank}"}))
            activity(cast.kpa, f"Activité {rank}")
        for path in ("/activites/", f"/activites/{held.pk}/"):
            fanny.get(path)
            with CaptureQueriesContext(connection) as queries:
                fanny.get(path)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 20
