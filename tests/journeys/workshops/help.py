"""What the tests of workshops share: a workshop of La Cape, and moments around it."""

import datetime
from typing import Any

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.actions import workshops as actions
from maille.journeys.models import Journey, Person, Workshop
from maille.journeys.rules.workshops import WorkshopFacts
from maille.network.models import Membership
from maille.network.rules.roles import Role
from tests.cast import Cast, cooperant
from tests.journeys.help import TODAY, D, acting


def at(hour: int, minute: int = 0, day: datetime.date = TODAY) -> datetime.datetime:
    """A moment of that day, on the clock here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


BEFORE, AFTER = at(9), at(15)
"""The morning before the workshop, and while it takes place (it starts at 14 h on TODAY)."""


def facts(**more: Any) -> WorkshopFacts:
    """A workshop of two hours, today at 14 h, two places."""
    values: dict[str, Any] = {"title": "Lire une facture", "domain": "money", "starts_at": at(14), "minutes": 120}
    return WorkshopFacts(**{**values, "places": 2, **more})


def planned(cast: Cast, **more: Any) -> Workshop:
    """Planned by Fanny the month before."""
    return actions.plan_workshop(acting(cast.fanny), cast.kpa, facts(**more), at(9, day=D(2026, 5, 11)))


def account(person: Person, journey: Journey) -> User:
    """A coopérant·e's own sign-in."""
    user = User.objects.create_user(f"{person.first_name.lower()}@exemple.fr", person.first_name)
    Membership.objects.create(user=user, organisation=journey.kpa, role=Role.COOPERANT, started_on=journey.entered_on)
    person.user = user
    person.save(update_fields=["user"])
    return user


def crowd(cast: Cast, many: int) -> list[Person]:
    """As many more people of La Cape."""
    names = [chr(ord("A") + rank // 26) + chr(ord("a") + rank % 26) for rank in range(many)]
    return [
        cooperant(name, "Synthétique", D(1990, 1, 1) + datetime.timedelta(days=rank), cast.kpa, D(2026, 1, 5)).person
        for rank, name in enumerate(names)
    ]
