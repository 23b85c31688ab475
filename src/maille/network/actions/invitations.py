"""Inviting somebody to a role: invite, send again, revoke, accept.

The link's secret is made here, handed back once to be sent, and stored only as its SHA-256; whoever reads the database
cannot use it. Having received it proves the address, as a sign-in code would.
"""

import datetime
import hashlib
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from maille.identity.models import User
from maille.network import accepted
from maille.network.access import may_give
from maille.network.models import Invitation, Membership, Organisation
from maille.network.rules.roles import Actor, Role

LASTS = datetime.timedelta(days=14)


def hash_of(token: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    actor: Actor, *, organisation: Organisation, email: str, name: str, role: Role, now: datetime.datetime
) -> tuple[Invitation, str]:
    """Offer `role` in `organisation`; returns the invitation and its secret, to be sent to that address alone.

    PermissionDenied when the actor may not give that role there; ValidationError when the person already has it or
    an invitation to it already waits.
    """
    if not may_give(actor, organisation, role):
        raise PermissionDenied
    email = email.lower()
    # A role that ends today may be offered again: it opens nothing from tomorrow on.
    held = Membership.objects.at(actor.today).exclude(ended_on=actor.today)
    if held.filter(user__email=email, organisation=organisation, role=role).exists():
        raise ValidationError({"email": "Cette personne a déjà ce rôle ici."})
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email,
        name=name,
        organisation=organisation,
        role=role,
        token_hash=hash_of(token),
        invited_by_id=actor.user_id,
        created_at=now,
        expires_at=now + LASTS,
    )
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        message = "Une invitation attend déjà cette personne pour ce rôle : renvoyez-la plus bas."
        raise ValidationError({"email": message}) from None
    return invitation, token


def waiting(actor: Actor, invitation_id: int) -> Invitation:
    """A waiting invitation, locked, whose role the actor may give; PermissionDenied otherwise."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation_id)
    if not may_give(actor, invitation.organisation, Role(invitation.role)):
        raise PermissionDenied
    if invitation.accepted_at or invitation.revoked_at:
        raise ValidationError("Cette invitation n'attend plus : elle a été acceptée ou annulée.")
    return invitation


@transaction.atomic
def send_again(actor: Actor, invitation_id: int, now: datetime.datetime) -> tuple[Invitation, str]:
    """Make another link, valid from now on; the former stops working."""
    invitation = waiting(actor, invitation_id)
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.expires_at = hash_of(token), now + LASTS
    invitation.save(update_fields=["token_hash", "expires_at"])
    return invitation, token


@transaction.atomic
def revoke(actor: Actor, invitation_id: int, now: datetime.datetime) -> Invitation:
    """Make the link worthless."""
    invitation = waiting(actor, invitation_id)
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    return invitation


@transaction.atomic
def accept(
    invitation_id: int, *, user: User | None, name: str, now: datetime.datetime, today: datetime.date
) -> tuple[User, Membership]:
    """Give the invited person the role from today on; makes the account when nobody is signed in and none exists.

    ValidationError when the invitation expired, was used or revoked meanwhile, is addressed to somebody else, or when
    an app above refuses it (network.accepted); when the address already has an account, its holder signs in first.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    if invitation.accepted_at or invitation.revoked_at or invitation.has_expired(now):
        raise ValidationError("Cette invitation ne sert plus. Demandez à la personne qui vous invite de la renvoyer.")
    if user is None:
        if User.objects.filter(email=invitation.email).exists():
            raise ValidationError("Vous avez déjà un compte : connectez-vous d'abord, puis revenez à ce lien.")
        user = User.objects.create_user(invitation.email, name)
    if user.email != invitation.email:
        raise ValidationError("Cette invitation est adressée à quelqu'un d'autre.")
    kept = Membership.objects.filter(
        user=user, organisation=invitation.organisation_id, role=invitation.role, ended_on__isnull=True
    ).first()
    membership = kept or Membership.objects.create(
        user=user, organisation_id=invitation.organisation_id, role=invitation.role, started_on=today
    )
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    accepted.tell(invitation, user, now, today)
    return user, membership
