"""Workshops and skills: one of each thing of this piece."""

import datetime
from typing import Any

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.models import Journey, Workshop, WorkshopPlace
from maille.network.models import Organisation
from tests.cast import Cast

THING_OF: dict[str, str] = {"workshop_id": "workshop", "place_id": "place"}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {}
"""Name of an address → parameters that name no thing."""

NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)


def workshop(kpa: Organisation, start: datetime.datetime, title: str = "Lire une facture", **more: Any) -> Workshop:
    """A workshop of two hours."""
    values = {"domain": "money", "minutes": 120, "place": "Maison de quartier", **more}
    return Workshop.objects.create(kpa=kpa, title=title, starts_at=start, entered_at=start, **values)


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    held = workshop(kpa, timezone.now() - datetime.timedelta(hours=1))
    place = WorkshopPlace.objects.create(workshop=held, journey=journey, entered_at=held.starts_at)
    return {"workshop": held.pk, "place": place.pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    held = workshop(cast.kpa, NOW, led_by=cast.fanny, places=1)
    WorkshopPlace.objects.create(
        workshop=held, journey=cast.amina_journey, entered_at=NOW, came=True, marked_at=NOW, on_behalf=True,
        entered_by=cast.fanny,
    )  # fmt: skip
    WorkshopPlace.objects.create(workshop=held, journey=cast.yanis_journey, entered_at=NOW, waiting=True)
    coming = workshop(cast.kpa, NOW.replace(year=2031), "Le CV", led_by_name="Mission locale", domain="employment")
    cancelled = workshop(cast.kpa, NOW.replace(year=2030), "Cuisine", cancelled_at=NOW, domain="health")
    WorkshopPlace.objects.create(
        workshop=cancelled, journey=cast.amina_journey, entered_at=NOW, news="cancelled", news_at=NOW
    )
    pages = [f"/ateliers/{each.pk}/" for each in (held, coming, cancelled)]
    return (*pages, "/ateliers/?quand=passes", "/ateliers/nouveau/?kpa=" + str(cast.kpa.pk))
