"""Giving somebody access to her own journey: offer, link to her account once she accepts, withdraw."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError

from maille.identity import actions as identity
from maille.identity import sessions
from maille.identity.models import User
from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.models import Person, PersonAccess
from maille.network.actions import invitations
from maille.network.actions.memberships import end_membership
from maille.network.models import Invitation, Membership, Organisation
from maille.network.rules.roles import Actor, Role

NAME_LENGTH = 120
"""Of an invitation; longer names are cut there, and the person may write her own."""


@dataclass(frozen=True)
class Given:
    """An access given: the invitation to send with its secret, or none when the account was linked at once."""

    held: PersonAccess
    invitation: Invitation | None = None
    token: str = ""


def give_access(actor: Actor, person_id: int, kpa: Organisation, email: str, now: datetime.datetime) -> Given:
    """Invite this person as coopérante of `kpa` and remember whose file the invitation opens.

    An account that already holds that role there is linked at once: there is nothing more to accept. The address is
    noted in a file that had none.
    """
    email = email.strip().lower()
    with support.one_transaction():
        person = support.lock_people(person_id)[person_id]
        if kpa not in access.kpas_to_give_access_in(actor, person):
            raise PermissionDenied
        close_cancelled(person)
        refuse_second_access(person)
        user = User.objects.filter(email=email).first()
        refuse_address(actor, person, email, user)
        held = PersonAccess(person=person, kpa=kpa, given_at=now, given_by_id=actor.user_id)
        given = Given(held)
        if user is not None and is_cooperant(user, kpa, actor.today):
            person.user, held.user, held.opened_at = user, user, now
        else:
            held.invitation, token = invite(actor, person, kpa, email, now)
            given = Given(held, held.invitation, token)
        person.email = person.email or email
        support.save(person, actor, ["email", "user"], "Accès à son parcours donné")
        held.save()
    return given


def invite(
    actor: Actor, person: Person, kpa: Organisation, email: str, now: datetime.datetime
) -> tuple[Invitation, str]:
    """An invitation as coopérant·e; one already sent to that address for nobody's file in particular serves."""
    waiting = Invitation.objects.waiting().filter(email=email, organisation=kpa, role=Role.COOPERANT)
    sent = waiting.filter(person_access__isnull=True).first()
    if sent is not None:
        return invitations.send_again(actor, sent.pk, now)
    name = str(person)[:NAME_LENGTH]
    return invitations.invite(actor, organisation=kpa, email=email, name=name, role=Role.COOPERANT, now=now)


def is_cooperant(user: User, kpa: Organisation, today: datetime.date) -> bool:
    """Whether this account holds the role there, and still will tomorrow."""
    held = Membership.objects.at(today).exclude(ended_on=today)
    return held.filter(user=user, organisation=kpa, role=Role.COOPERANT).exists()


def close_cancelled(person: Person) -> None:
    """An access whose invitation was cancelled from the KPA's own page ended that day."""
    cancelled = PersonAccess.objects.filter(
        person=person, closed_at__isnull=True, opened_at__isnull=True, invitation__revoked_at__isnull=False
    ).select_related("invitation")
    for held in cancelled:
        assert held.invitation is not None  # noqa: S101 - filtered above; tells the type checker
        held.closed_at = held.invitation.revoked_at
        held.save(update_fields=["closed_at"])


def refuse_second_access(person: Person) -> None:
    """One access at a time, on a file of its own."""
    if person.merged_into_id:
        raise ValidationError("Cette fiche a été réunie à une autre. Retrouvez la personne dans la liste.")
    live = PersonAccess.objects.live().filter(person=person).first()
    if person.user_id or (live is not None and live.opened_at):
        raise ValidationError(f"{person} a déjà son accès. Retirez-le d'abord pour en donner un autre.")
    if live is not None:
        raise ValidationError(
            f"Une invitation attend déjà {person} : renvoyez-la, ou retirez-la pour changer d'adresse."
        )


def refuse_address(actor: Actor, person: Person, email: str, user: User | None) -> None:
    """One account per file: an address that opens another file, or one's own, is a mistake."""
    if user is not None and user.pk == actor.user_id:
        raise ValidationError(
            {
                "email": "C'est votre propre adresse. Écrivez celle de la personne. Pour votre propre fiche, "
                "demandez à un·e collègue."
            }
        )
    if user is not None and Person.objects.filter(user=user).exists():
        raise ValidationError(
            {
                "email": "Le compte de cette adresse ouvre déjà une autre fiche. Vérifiez l'adresse ; si c'est la même "
                "personne, réunissez d'abord ses deux fiches."
            }
        )
    others = PersonAccess.objects.live().exclude(person=person).filter(opened_at__isnull=True)
    if others.filter(invitation__email=email).exists():
        raise ValidationError(
            {
                "email": "Une invitation attend déjà à cette adresse pour une autre fiche. Chaque personne a besoin "
                "de sa propre adresse."
            }
        )


def send_access_again(actor: Actor, person_id: int, now: datetime.datetime) -> tuple[Invitation, str]:
    """Make another link to the same file; the former stops working."""
    held = held_by(actor, person_id)
    if held.invitation_id is None:
        raise ValidationError("Cet accès est déjà ouvert : il n'y a rien à renvoyer.")
    return invitations.send_again(actor, held.invitation_id, now)


def held_by(actor: Actor, person_id: int) -> PersonAccess:
    """The live access of this person, that the actor may withdraw."""
    held = PersonAccess.objects.live().select_related("kpa", "person").filter(person_id=person_id).first()
    if held is None:
        raise ValidationError("Cette personne n'a pas d'accès, ou il est déjà retiré. Rechargez sa fiche.")
    if not access.may_withdraw_access(actor, held):
        raise PermissionDenied
    return held


def link_account(invitation: Invitation, user: User, now: datetime.datetime, today: datetime.date) -> None:
    """Once an invitation is accepted (network.accepted), its account opens the file it was made for, if any.

    Locks: the invitation is locked already, then the person.
    """
    offered = PersonAccess.objects.live().filter(invitation=invitation).first()
    if offered is None:
        return
    with support.one_transaction():
        person = support.lock_people(offered.person_id)[offered.person_id]
        held = PersonAccess.objects.live().filter(pk=offered.pk, person=person).first()
        if held is None or person.merged_into_id:
            raise ValidationError("Votre fiche vient de changer. Réessayez, ou demandez une nouvelle invitation.")
        if person.user_id not in (None, user.pk):
            raise ValidationError(
                "Un autre compte ouvre déjà cette fiche. Prévenez la personne qui vous invite : elle peut le retirer."
            )
        if Person.objects.filter(user=user).exclude(pk=person.pk).exists():
            raise ValidationError(
                "Votre compte ouvre déjà une autre fiche, et un compte n'en ouvre qu'une. Prévenez la personne qui "
                "vous invite : elle peut réunir vos deux fiches."
            )
        person.user, held.user, held.opened_at = user, user, now
        support.save(person, Actor(today=today, user_id=user.pk), ["user"], "Accès à son parcours ouvert")
        held.save(update_fields=["user", "opened_at"])


def withdraw_access(actor: Actor, person_id: int, now: datetime.datetime) -> PersonAccess:
    """Cancel the invitation, or part the account from the file and end its role; what was stays written, dated."""
    with support.one_transaction():
        held = held_by(actor, person_id)
        if held.invitation_id is not None and held.opened_at is None:
            invitations.revoke(actor, held.invitation_id, now)  # refuses when it was accepted this very moment
        person = support.lock_people(person_id)[person_id]
        held = PersonAccess.objects.select_for_update().get(pk=held.pk)
        if held.closed_at or held.person_id != person_id:
            raise ValidationError("Cet accès a changé entre-temps. Rechargez la fiche.")
        if held.user is not None:
            close_ways_in(held.user, actor.user_id, now)
            end_role(actor, held)
            if person.user_id == held.user_id:
                person.user = None
        held.closed_at, held.closed_by_id = now, actor.user_id
        held.save(update_fields=["closed_at", "closed_by"])
        support.save(person, actor, ["user"], "Accès à son parcours retiré")
    return held


def close_ways_in(user: User, by_id: int | None, now: datetime.datetime) -> bool:
    """Card, codes read out and the sessions they opened; all sessions of who has no other way in. Whether a card was.

    What somebody opened with her own e-mail or key stays open: her account and its other roles are hers.
    """
    had = identity.revoke_cards(user, by_id=by_id, now=now)
    identity.revoke_spoken_codes(user, now)
    sessions.close_small(user)
    if user.email is None:
        identity.close_every_session(user)
    return had


def end_role(actor: Actor, held: PersonAccess) -> None:
    """Today is the last day of the role that came with the access."""
    roles = Membership.objects.filter(user=held.user, organisation=held.kpa_id, role=Role.COOPERANT)
    for membership in roles.filter(ended_on__isnull=True, started_on__lte=actor.today).order_by("pk"):
        end_membership(actor, membership.pk, actor.today)
