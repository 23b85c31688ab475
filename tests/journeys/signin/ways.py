"""Making a card and using it, as people would."""

import datetime
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maille.identity import actions as identity
from maille.identity.models import User
from maille.journeys.models import Person
from maille.network.access import actor_for
from maille.network.models import Membership
from maille.network.rules.roles import Actor, Role
from tests.cast import Cast

PIN = "2719"


def now() -> datetime.datetime:
    """The clock, read at the edge."""
    return timezone.now()


def actor(user: User) -> Actor:
    """This user today."""
    return actor_for(user, None, timezone.localdate())


def form(**more: Any) -> dict[str, Any]:
    """What the form of a card sends."""
    return {"when": "now", "pin": PIN, "again": PIN, "replaces": "", **more}


def code_on(response: HttpResponse) -> str:
    """The code of a card, as printed."""
    found = re.search(r'paper-code">([0-9A-Z ]+)<', response.content.decode())
    assert found, response.content.decode()
    return found[1]


def make_card(cast: Cast, person: Person, **more: Any) -> str:
    """Fanny makes a card on the site; its code."""
    client = Client()
    client.force_login(cast.fanny)
    response = client.post(reverse("journeys:card", args=[person.pk]), form(**more))
    assert response.status_code == 200
    return code_on(response)


def card_of(person: Person, pin: str = PIN) -> str:
    """A card with a secret code, quickly; its code."""
    person.refresh_from_db()
    assert person.user is not None
    card, code = identity.make_card(person.user, by_id=None, now=now())
    identity.choose_pin(card.pk, pin, now=now())
    return code


def account(person: Person, cast: Cast) -> User:
    """An account without address for this person, coopérante at La Cape."""
    user = User.objects.create_user(None, str(person))
    Membership.objects.create(
        user=user, organisation=cast.kpa, role=Role.COOPERANT, started_on=datetime.date(2021, 1, 1)
    )
    person.user = user
    person.save(update_fields=["user"])
    return user


def enter(client: Client, code: str, pin: str = PIN, **more: Any) -> HttpResponse:
    """Type both codes."""
    return client.post(reverse("identity:card"), {"card": code, "pin": pin, **more})


def signed_in(client: Client) -> bool:
    """Whether this browser is signed in."""
    return "_auth_user_id" in client.session


def text_of(response: HttpResponse) -> str:
    """The page, its apostrophes plain."""
    return response.content.decode().replace("&#x27;", "'").replace("&nbsp;", " ").replace("\xa0", " ")
