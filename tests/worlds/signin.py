"""One of each thing of this piece."""

import datetime
from typing import Any

from allauth.usersessions.models import UserSession

from maille.identity import actions as identity
from maille.identity.models import User
from maille.journeys.models import Journey
from maille.network.models import Membership, Organisation
from tests.cast import Cast

THING_OF: dict[str, str] = {"session_id": "session"}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {}
"""Name of an address → parameters that name no thing."""


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    membership = Membership.objects.filter(organisation=kpa, user__email=f"membre-{side}@exemple.fr").get()
    session = UserSession.objects.create(user=membership.user, ip="192.0.2.1", session_key=f"session-{side}")
    return {"session": session.pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    user = cast.amina.user
    assert user is not None
    at = datetime.datetime(2026, 6, 10, 9, tzinfo=datetime.UTC)
    card, _ = identity.make_card(user, by_id=cast.fanny.pk, now=at)
    identity.choose_pin(card.pk, "2719", now=at, with_id=cast.fanny.pk)
    identity.make_spoken_code(user, by_id=cast.fanny.pk, now=at)
    return ()
