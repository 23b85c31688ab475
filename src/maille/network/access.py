"""Who may do what: each docstring is the sentence a member would say."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from maille.identity.models import User
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


def memberships_of(user: Any, today: datetime.date) -> list[Membership]:
    """My places, those valid today; one that ended opens nothing from the next day on."""
    if not user.is_authenticated:
        return []
    return list(Membership.objects.at(today).filter(user=user).select_related("organisation"))


def standing_under(memberships: list[Membership], membership_id: int | None) -> Membership | None:
    """I stand under the membership chosen, else the oldest valid one."""
    chosen = (each for each in memberships if each.pk == membership_id)
    return next(chosen, memberships[0] if memberships else None)


def needs_second_proof(standing: Membership | None, memberships: list[Membership]) -> bool:
    """I show a key or an application's code where my role opens many files, or when I contribute to several KPAs.

    The files of a single KPA are few, and their reader is known there: a second proof is offered, not demanded
    (docs/decisions/013).
    """
    if standing is None:
        return False
    if standing.role_enum in roles.MANY_FILES:
        return True
    contributes = {each.organisation_id for each in memberships if each.role_enum == Role.CONTRIBUTOR}
    return standing.role_enum == Role.CONTRIBUTOR and len(contributes) > 1


def opens_many_files(user: User) -> bool:
    """One of my places today asks for a second proof."""
    memberships = memberships_of(user, timezone.localdate())
    return any(needs_second_proof(each, memberships) for each in memberships)


def last_membership(user: Any, today: datetime.date) -> Membership | None:
    """My last place, when I have none today: I am told which, and when it ended."""
    past = Membership.objects.filter(user=user, ended_on__lt=today).select_related("organisation")
    return past.order_by("-ended_on", "-id").first()


def actor_for(user: Any, membership_id: int | None, today: datetime.date) -> Actor:
    """Under the membership chosen, else the oldest valid one, I reach what my role in my organisation reaches today.

    Runs on every request: three queries at most (memberships, KPAs reached, partners).
    """
    return actor_among(memberships_of(user, today), user, membership_id, today)


def actor_among(memberships: list[Membership], user: Any, membership_id: int | None, today: datetime.date) -> Actor:
    """The same, among memberships already read: the switcher shows them too."""
    if not user.is_authenticated:
        return Actor.nobody(today)
    chosen = standing_under(memberships, membership_id)
    if chosen is None:
        return Actor(today=today, user_id=user.pk)
    role, kpas = chosen.role_enum, kpas_reached(chosen, today)
    partners = {} if role == Role.COOPERANT else partners_of(kpas, chosen.organisation_id)
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
        governs=(kpas | own | looked_after(role, partners) if role in roles.GOVERNS else nothing),
        sees=own | kpas | frozenset(partners),
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


def looked_after(role: Role, partners: dict[int, str]) -> frozenset[int]:
    """In the coordination or the administration, I look after the partners too: somebody has to invite their people."""
    if role not in {Role.COORDINATOR, Role.ADMINISTRATOR}:
        return frozenset()
    return frozenset(pk for pk, kind in partners.items() if kind not in {Kind.KPA, Kind.NETWORK})


def partners_of(kpas: frozenset[int], own: int) -> dict[int, str]:
    """I see the organisations my KPAs work or worked with, their network, and those my own organisation works with.

    Not the KPAs that only share a network, a host or a funder with me. Each comes with its kind.
    """
    seen: dict[int, str] = {}
    around = Relation.objects.filter(Q(target_id__in=kpas | {own}) | Q(source_id__in=kpas)).order_by()
    ends = around.values_list("source_id", "source__kind", "target_id", "target__kind")
    for source, source_kind, target, target_kind in ends:
        if target in kpas or (target == own and source_kind != Kind.KPA):
            seen[source] = source_kind
        if source in kpas:
            seen[target] = target_kind
    return seen


def waits_for_a_kpa(actor: Actor, roles_there: frozenset[Role]) -> bool:
    """A page of my role is empty for me when my organisation has no KPA yet, or none any more."""
    return actor.role in roles_there and not actor.public_figures


def may_govern(actor: Actor, organisation: Organisation) -> bool:
    """I may change my own organisation and the KPAs it looks after."""
    return actor.everything or organisation.pk in actor.governs


def may_edit(actor: Actor, organisation: Organisation) -> bool:
    """I may correct the facts of what I govern; coordination and administration, those of every partner they see."""
    if actor.everything or organisation.pk in actor.governs:
        return True
    looks_after_all = actor.role in {Role.COORDINATOR, Role.ADMINISTRATOR}
    return looks_after_all and organisation.pk in actor.sees and organisation.kind not in {Kind.KPA, Kind.NETWORK}


def may_relate(actor: Actor, target: Organisation) -> bool:
    """I may say who is what for the organisations I govern: a relation opens files and figures, its target decides."""
    return may_govern(actor, target)


def may_create(actor: Actor, kind: str) -> bool:
    """I may add partners to what I govern; the coordination brings KPAs in, the administration networks."""
    if actor.everything:
        return True
    if kind == Kind.NETWORK:
        return actor.role == Role.ADMINISTRATOR
    if kind == Kind.KPA:
        return actor.role in {Role.COORDINATOR, Role.ADMINISTRATOR}
    return bool(actor.governs)


def may_decide(actor: Actor, kpa: Organisation) -> bool:
    """I may change the choices of the KPAs I govern."""
    return kpa.kind == Kind.KPA and may_govern(actor, kpa)


def roles_i_give(actor: Actor, organisation: Organisation) -> list[Role]:
    """In what I govern, I give the roles that mine allows, never more (rules.roles.GIVES)."""
    if not may_govern(actor, organisation):
        return []
    return roles.roles_to_give(actor.role, organisation.kind, everything=actor.everything)


def may_give(actor: Actor, organisation: Organisation, role: Role) -> bool:
    """I may give this role here; to invite or to name somebody is the same permission."""
    return role in roles_i_give(actor, organisation)


def people_i_may_name(actor: Actor) -> QuerySet[User]:
    """I give a role to people who have or had one in what I govern, never to myself; others, I invite."""
    people = User.objects.filter(is_active=True)
    if not actor.everything:
        people = people.filter(memberships__organisation_id__in=actor.governs)
    if actor.user_id is not None:
        people = people.exclude(pk=actor.user_id)
    return people.distinct().order_by("name", "id")


def may_read_log(actor: Actor) -> bool:
    """I see who opened files when I look after the whole network, in its coordination or its administration."""
    return actor.role in {Role.COORDINATOR, Role.ADMINISTRATOR}
