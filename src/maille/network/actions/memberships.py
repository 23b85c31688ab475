"""Giving somebody a role in an organisation, and ending it. Invitations are identity's."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from maille.identity.models import User
from maille.network.access import may_give, may_govern
from maille.network.actions.saving import save_checked
from maille.network.models import Membership, Organisation
from maille.network.rules.roles import ROLE_NAMES, Actor, Role


@transaction.atomic
def give_role(
    actor: Actor, *, user: User, organisation: Organisation, role: Role, started_on: datetime.date
) -> Membership:
    """Give a role from a day on; PermissionDenied when the actor's own role does not allow it, or for oneself."""
    if not may_give(actor, organisation, role) or user.pk == actor.user_id:
        raise PermissionDenied
    membership = Membership(user=user, organisation=organisation, role=role, started_on=started_on)
    save_checked(membership)
    return membership


@transaction.atomic
def end_membership(actor: Actor, membership_id: int, ended_on: datetime.date) -> Membership:
    """Note the last day of a role; the organisation keeps somebody who can run it when this role runs the network."""
    told = Membership.objects.only("organisation_id").get(pk=membership_id)
    Organisation.objects.select_for_update().get(pk=told.organisation_id)
    membership = Membership.objects.select_for_update().get(pk=membership_id)
    if not may_govern(actor, membership.organisation) or not may_give(
        actor, membership.organisation, membership.role_enum
    ):
        raise PermissionDenied
    if ended_on < membership.started_on:
        raise ValidationError({"ended_on": "La fin précède le début du rôle. Choisissez une date plus tardive."})
    if membership.role_enum in {Role.ADMINISTRATOR, Role.COORDINATOR}:
        keep_one(membership, ended_on)
    membership.ended_on = ended_on
    save_checked(membership)
    return membership


def keep_one(membership: Membership, ended_on: datetime.date) -> None:
    """Refuse to end the last administration or coordination of a network; the organisation is locked already."""
    others = Membership.objects.filter(
        organisation=membership.organisation_id, role=membership.role, ended_on__isnull=True
    ).exclude(pk=membership.pk)
    if membership.ended_on is None and not others.filter(started_on__lte=ended_on).exists():
        role = ROLE_NAMES[membership.role_enum]
        raise ValidationError(
            {"ended_on": f"Il ne resterait personne avec le rôle « {role} ». Donnez-le d'abord à quelqu'un d'autre."}
        )
