"""Handing a journey over to a new referent: what is transmitted is listed, kept as it was, and told to all."""

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.actions.journeys import change_referent
from maille.journeys.actions.notes import referent_of
from maille.journeys.models import Handover, Journey, Note
from maille.journeys.models.relays import Transmitted, followed_by, to_transmit
from maille.network.rules.roles import Actor

SLICE = 25
"""Journeys handed over in one request, so that each answers within a second; the page says how many remain."""


def hand_over(
    actor: Actor,
    journey_id: int,
    version: int | None,
    to_user_id: int,
    word: str,
    chosen: Collection[int],
    now: datetime.datetime,
) -> Handover:
    """From today on, somebody else follows the person and reads what is listed.

    `chosen`: the notes "for the author and the referent" to entrust, among those the actor reads; the others stay with
    their author.
    """
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, version)
        passing = to_transmit(actor, [journey], actor.today)[journey.pk]
        return pass_on(actor, journey, passing, to_user_id, word, set(chosen), now)


def pass_on(
    actor: Actor,
    journey: Journey,
    passing: Transmitted,
    to_user_id: int,
    word: str,
    chosen: set[int],
    now: datetime.datetime,
) -> Handover:
    """Write one handover; the journey is locked."""
    leaving = referent_of(journey, actor.today)
    if leaving == to_user_id:
        raise ValidationError({"user": ["Cette personne suit déjà ce parcours. Choisissez quelqu'un d'autre."]})
    secret = {note.pk for note in passing.secrets}
    if not chosen <= secret:
        raise PermissionDenied
    change_referent(actor, journey.pk, None, to_user_id, actor.today)
    Note.objects.filter(pk__in=chosen).update(entrusted_to=to_user_id)
    return Handover.objects.create(
        journey=journey,
        from_user_id=leaving,
        to_user_id=to_user_id,
        handed_on=actor.today,
        transmitted=passing.ids(chosen),
        word=word.strip(),
        entered_by_id=actor.user_id,
        entered_at=now,
    )


def hand_over_some(
    actor: Actor,
    from_user_id: int,
    kpa_id: int,
    to_user_id: int,
    word: str,
    chosen: Collection[int],
    now: datetime.datetime,
) -> int:
    """Hand over the next journeys (at most SLICE) that somebody who leaves follows in one KPA; returns how many.

    Each slice is whole: stopped in between, asking again goes on with those left.
    """
    if not access.may_enter(actor, kpa_id):
        raise PermissionDenied
    if from_user_id == to_user_id:
        raise ValidationError({"user": ["Choisissez quelqu'un d'autre que la personne qui part."]})
    with support.one_transaction():
        followed = followed_by(actor, from_user_id).filter(kpa_id=kpa_id).order_by("pk")
        ids = list(followed.values_list("pk", flat=True)[:SLICE])
        journeys = [support.lock_journey(actor, pk, None) for pk in ids]
        passing = to_transmit(actor, journeys, actor.today)
        for journey in journeys:
            entrusted = {note.pk for note in passing[journey.pk].secrets} & set(chosen)
            pass_on(actor, journey, passing[journey.pk], to_user_id, word, entrusted, now)
    return len(ids)
