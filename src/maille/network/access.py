"""Who may do what: each docstring is the sentence a member would say."""

import datetime
from typing import Any

from maille.network.models import Membership, Organisation, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules import roles
from maille.network.rules.roles import Actor, Role

HELD_BY = {
    Role.HOST_REFERENT: RelationKind.HOST,
    Role.MANAGER: RelationKind.LEAD,
    Role.OBSERVER: RelationKind.FUNDER,
}
"""Role → the relation its organisation holds towards the KPAs it reaches."""


def actor_for(user: Any, membership_id: int | None, today: datetime.date) -> Actor:
    """Under the membership chosen, else the oldest valid one, I reach what my role in my organisation reaches today."""
    if not user.is_authenticated:
        return Actor.nobody(today)
    memberships = list(Membership.objects.at(today).filter(user=user).select_related("organisation"))
    chosen = next((m for m in memberships if m.pk == membership_id), memberships[0] if memberships else None)
    if chosen is None:
        return Actor(today=today, user_id=user.pk)
    role, kpas = chosen.role_enum, kpas_reached(chosen, today)
    nothing: frozenset[int] = frozenset()
    own = frozenset({chosen.organisation_id})
    return Actor(
        today=today,
        user_id=user.pk,
        membership_id=chosen.pk,
        role=role,
        organisation_id=chosen.organisation_id,
        files=kpas if role in roles.READS_FILES else nothing,
        writes=kpas if role in roles.WRITES_FILES else nothing,
        figures=kpas if role in roles.READS_FIGURES else nothing,
        public_figures=kpas if role != Role.COOPERANT else nothing,
        governs=(kpas | own if role in roles.GOVERNS else nothing),
        sees=own | kpas | partners_of(kpas, today) if role != Role.COOPERANT else own,
    )


def kpas_reached(membership: Membership, today: datetime.date) -> frozenset[int]:
    """I reach my own KPA, or those my organisation hosts, leads, funds or federates today."""
    organisation, role = membership.organisation, membership.role_enum
    reached = {organisation.pk} if organisation.kind == Kind.KPA else set()
    relations = Relation.objects.at(today)
    if organisation.kind == Kind.NETWORK:
        members = relations.filter(target=organisation, kind=RelationKind.MEMBER, source__kind=Kind.KPA)
        reached |= set(members.values_list("source_id", flat=True))
    elif role in HELD_BY:
        held = relations.filter(source=organisation, kind=HELD_BY[role], target__kind=Kind.KPA)
        reached |= set(held.values_list("target_id", flat=True))
    return frozenset(reached)


def partners_of(kpas: frozenset[int], today: datetime.date) -> frozenset[int]:
    """I see the organisations my KPAs work with, and the network they belong to."""
    into = Relation.objects.filter(target_id__in=kpas).values_list("source_id", flat=True)
    out = Relation.objects.filter(source_id__in=kpas).values_list("target_id", flat=True)
    return frozenset(into) | frozenset(out)


def may_govern(actor: Actor, organisation: Organisation) -> bool:
    """I may change my own organisation and the KPAs it looks after."""
    return actor.everything or organisation.pk in actor.governs
