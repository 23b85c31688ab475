"""Workshops and skills: one of each thing of this piece."""

import datetime
from typing import Any

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.models import Journey, Recognition, Skill, Workshop, WorkshopPlace
from maille.network.models import Organisation
from tests.cast import Cast

THING_OF: dict[str, str] = {
    "workshop_id": "workshop",
    "place_id": "place",
    "skill_id": "skill",
    "recognition_id": "recognition",
}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {"journeys:grid_change": {"verb": "monter"}}
"""Name of an address → parameters that name no thing."""

NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)


def workshop(kpa: Organisation, start: datetime.datetime, title: str = "Lire une facture", **more: Any) -> Workshop:
    """A workshop of two hours."""
    values = {"domain": "money", "minutes": 120, "place": "Maison de quartier", **more}
    return Workshop.objects.create(kpa=kpa, title=title, starts_at=start, entered_at=start, **values)


def recognition(journey: Journey, skill: Skill, by: str = "contributor", **more: Any) -> Recognition:
    """A skill recognised on the day the cast lives."""
    values = {"level": 3, "recognised_on": NOW.date(), "entered_at": NOW, **more}
    return Recognition.objects.create(journey=journey, skill=skill, by=by, **values)


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    held = workshop(kpa, timezone.now() - datetime.timedelta(hours=1))
    place = WorkshopPlace.objects.create(workshop=held, journey=journey, entered_at=held.starts_at)
    skill = Skill.objects.create(kpa=kpa, family="Être ensemble", name="Chanter")
    given = recognition(journey, skill, user=user)
    return {"workshop": held.pk, "place": place.pk, "skill": skill.pk, "recognition": given.pk}


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
    sewing, cooking = Skill.objects.filter(kpa=None).order_by("pk")[:2]
    recognition(cast.amina_journey, sewing, user=cast.fanny, evidence="le marché")
    recognition(cast.amina_journey, sewing, "peer", peer=cast.yanis, level=4)
    recognition(cast.amina_journey, sewing, "self", level=2)
    recognition(cast.amina_journey, cooking, user=cast.fanny, refused_on=NOW.date())
    recognition(cast.amina_journey, cooking, user=cast.fanny, withdrawn_on=NOW.date())
    Skill.objects.create(kpa=cast.kpa, family="Jardiner", name="Semer", retired_on=NOW.date())
    met = workshop(cast.kpa, NOW - datetime.timedelta(days=7), "Potager")
    for journey in (cast.amina_journey, cast.yanis_journey):
        WorkshopPlace.objects.create(workshop=met, journey=journey, entered_at=NOW, came=True, marked_at=NOW)
    pages = [f"/ateliers/{each.pk}/" for each in (held, coming, cancelled)]
    return (*pages, "/ateliers/?quand=passes", "/ateliers/nouveau/?kpa=" + str(cast.kpa.pk))
