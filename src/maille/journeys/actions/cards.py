"""Ways in for somebody without e-mail: her card, a code read out to her; made by who may give her access."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError

from maille.identity import actions as identity
from maille.identity import sessions
from maille.identity.models import Card, SpokenCode, User
from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.actions.accesses import NAME_LENGTH, close_cancelled, refuse_second_access
from maille.journeys.models import Person, PersonAccess
from maille.network.actions.memberships import give_role
from maille.network.models import Membership, Organisation
from maille.network.rules.roles import Actor, Role


@dataclass(frozen=True)
class MadeCard:
    """A card just made, and the code it carries: told once, kept nowhere."""

    card: Card
    code: str


def live_card(user_id: int | None) -> Card | None:
    """The card of this account that still serves, if any."""
    if user_id is None:
        return None
    live = Card.objects.filter(user_id=user_id, revoked_at__isnull=True)
    return live.select_related("made_by", "pin_chosen_with").first()


def make_card(
    actor: Actor, person_id: int, kpa: Organisation, *, pin: str, replaces: int | None, now: datetime.datetime
) -> MadeCard:
    """A card for this person, whose access is opened in `kpa` when she has none; her former card stops working.

    `pin` is the secret code she typed herself on the actor's device, "" when she will choose it on her own phone.
    `replaces` is the card the actor saw when asking (None when there was none): asking twice makes one card.
    """
    with support.one_transaction():
        person = locked(actor, person_id, kpa)
        now_there = live_card(person.user_id)
        if (now_there.pk if now_there else None) != replaces:
            raise ValidationError(
                "Une carte vient d'être faite ou retirée. Rechargez cette page : son code ne s'affiche qu'une fois."
            )
        user = account_of(actor, person, kpa, now)
        card, code = identity.make_card(user, by_id=actor.user_id, now=now)
        if pin:
            card = identity.choose_pin(card.pk, pin, now=now, with_id=actor.user_id, birth=person.birth_date)
        sessions.close_small(user)
    return MadeCard(card, code)


def locked(actor: Actor, person_id: int, kpa: Organisation) -> Person:
    """The person, locked, when the actor may give her access in that KPA."""
    person = support.lock_people(person_id)[person_id]
    if kpa not in access.kpas_to_give_access_in(actor, person):
        raise PermissionDenied
    if person.merged_into_id:
        raise ValidationError("Cette fiche a été réunie à une autre. Retrouvez la personne dans la liste.")
    return person


def account_of(actor: Actor, person: Person, kpa: Organisation, now: datetime.datetime) -> User:
    """The account that opens this file; made, with the role of coopérant·e and no address, when there is none."""
    if person.user is not None:
        refuse_other_accounts(actor, person.user)
        return person.user
    close_cancelled(person)
    refuse_second_access(person)
    user = User.objects.create_user(None, str(person)[:NAME_LENGTH])
    give_role(actor, user=user, organisation=kpa, role=Role.COOPERANT, started_on=actor.today)
    person.user = user
    PersonAccess.objects.create(
        person=person, kpa=kpa, user=user, given_at=now, given_by_id=actor.user_id, opened_at=now
    )
    support.save(person, actor, ["user"], "Accès à son parcours ouvert, sans e-mail")
    return user


def refuse_other_accounts(actor: Actor, user: User) -> None:
    """A card or a code opens a place of coopérant·e: without one, it would open nothing. Nobody makes one's own."""
    if user.pk == actor.user_id:
        raise PermissionDenied
    places = Membership.objects.at(actor.today).filter(user=user, role=Role.COOPERANT)
    if not places.exists():
        raise ValidationError(
            f"{user} n'est plus coopérant·e nulle part. Retirez son accès, puis donnez-lui-en un autre."
        )


def revoke_card(actor: Actor, person_id: int, now: datetime.datetime) -> bool:
    """The card opens nothing from now on, and what it opened is closed; whether there was one."""
    with support.one_transaction():
        person = support.lock_people(person_id)[person_id]
        if person.user is None or not access.kpas_to_give_access_in(actor, person):
            raise PermissionDenied
        had = identity.revoke_cards(person.user, by_id=actor.user_id, now=now)
        identity.revoke_spoken_codes(person.user, now)
        sessions.close_small(person.user)
    return had


def give_spoken_code(
    actor: Actor, person_id: int, kpa: Organisation, *, recognised: bool, now: datetime.datetime
) -> tuple[SpokenCode, str]:
    """Eight digits for the actor to read out to this person, whom she has before her or on the telephone.

    ValidationError when she does not say that she recognised her: that tick is the proof of identity.
    """
    if actor.user_id is None:
        raise PermissionDenied
    if not recognised:
        raise ValidationError(
            {"recognised": "Cochez seulement si vous avez reconnu la personne. Sinon, ne donnez pas de code."}
        )
    with support.one_transaction():
        person = locked(actor, person_id, kpa)
        user = account_of(actor, person, kpa, now)
        return identity.make_spoken_code(user, by_id=actor.user_id, now=now)


def choose_my_pin(actor: Actor, pin: str, now: datetime.datetime) -> Card:
    """My own secret code for my card, on my own phone; the former one stops working."""
    with support.one_transaction():
        card = live_card(actor.user_id)
        if card is None or actor.user_id is None:
            raise ValidationError("Vous n'avez pas de carte. Demandez-en une à la personne qui vous suit.")
        mine = Person.objects.filter(user_id=actor.user_id).only("birth_date").first()
        return identity.choose_pin(card.pk, pin, now=now, birth=mine.birth_date if mine else None)


def lose_my_card(actor: Actor, now: datetime.datetime) -> bool:
    """My card is lost: it opens nothing from now on. The session I stand in stays."""
    if actor.user_id is None:
        raise PermissionDenied
    user = User.objects.get(pk=actor.user_id)
    return identity.revoke_cards(user, by_id=user.pk, now=now)
