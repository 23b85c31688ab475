"""A KPA's words for work: made when it has none, added, retired; a role keeps its name, rules name it."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q

from maille.activities import access
from maille.activities.models import WorkRole
from maille.activities.rules.kinds import WORK_KINDS, WorkKind
from maille.network.models import Organisation
from maille.network.rules.names import fold
from maille.network.rules.roles import Actor

DEFAULTS = (
    ("production", WorkKind.PRODUCTION),
    ("coordination", WorkKind.COORDINATION),
    ("vente", WorkKind.SELLING),
    ("transmission", WorkKind.TEACHING),
    ("ménage", WorkKind.CLEANING),
    ("réunion", WorkKind.MEETING),
)
"""What a KPA begins with; it adds its own words, such as « cuisine » or « livraison »."""
TAKEN = "Ce rôle existe déjà. Choisissez un autre nom, ou reprenez celui qui est retiré."


def all_roles(kpa: Organisation) -> list[WorkRole]:
    """Every role of the KPA, retired ones too; the default ones are made when it has none."""
    known = list(WorkRole.objects.filter(kpa=kpa).order_by("rank", "name", "pk"))
    if known:
        return known
    begin_with(kpa)
    return list(WorkRole.objects.filter(kpa=kpa).order_by("rank", "name", "pk"))


def begin_with(kpa: Organisation) -> None:
    """Write the default roles, once however many ask at the same time."""
    made = [WorkRole(kpa=kpa, name=name, kind=kind.value, rank=rank) for rank, (name, kind) in enumerate(DEFAULTS, 1)]
    WorkRole.objects.bulk_create(made, ignore_conflicts=True)


def roles_of(kpa: Organisation, day: datetime.date) -> list[WorkRole]:
    """The roles somebody may be given that day."""
    return [role for role in all_roles(kpa) if role.retired_on is None or role.retired_on > day]


def role_on(kpa: Organisation, role_id: int, day: datetime.date) -> WorkRole:
    """A role of this KPA in use that day; ValidationError in words for any other."""
    in_use = Q(retired_on__isnull=True) | Q(retired_on__gt=day)
    role = WorkRole.objects.filter(in_use, kpa=kpa, pk=role_id).first()
    if role is None:
        raise ValidationError({"role": ["Ce rôle n'est pas, ou plus, utilisé dans ce KPA. Choisissez-en un autre."]})
    return role


def add_role(actor: Actor, kpa: Organisation, name: str, kind: str) -> WorkRole:
    """A new word for some work."""
    name = " ".join(name.split())
    check(actor, kpa, kind)
    if not name:
        raise ValidationError({"name": ["Écrivez le nom du rôle."]})
    with transaction.atomic():
        lock(kpa)
        known = all_roles(kpa)
        if any(fold(role.name) == fold(name) for role in known):
            raise ValidationError({"name": [TAKEN]})
        last = WorkRole.objects.filter(kpa=kpa).aggregate(last=Max("rank"))["last"] or 0
        return WorkRole.objects.create(kpa=kpa, name=name, kind=kind, rank=min(last + 1, 32_000))


def change_kind(actor: Actor, kpa: Organisation, role_id: int, kind: str) -> WorkRole:
    """The nature of a role, put right: the hours already noted under it change nature with it."""
    check(actor, kpa, kind)
    role = own_role(kpa, role_id)
    role.kind = kind
    role.save(update_fields=["kind"])
    return role


def retire_role(actor: Actor, kpa: Organisation, role_id: int, day: datetime.date) -> WorkRole:
    """No longer proposed from that day; hours already noted keep it. One role stays, for people to be noted at all."""
    check(actor, kpa)
    with transaction.atomic():
        lock(kpa)
        role = own_role(kpa, role_id)
        if role.retired_on is None and len(roles_of(kpa, day)) < 2:
            raise ValidationError("C'est le dernier rôle du KPA. Ajoutez-en un autre d'abord.")
        role.retired_on = role.retired_on or day
        role.save(update_fields=["retired_on"])
    return role


def restore_role(actor: Actor, kpa: Organisation, role_id: int) -> WorkRole:
    """Proposed again."""
    check(actor, kpa)
    role = own_role(kpa, role_id)
    role.retired_on = None
    role.save(update_fields=["retired_on"])
    return role


def check(actor: Actor, kpa: Organisation, kind: str = WorkKind.OTHER) -> None:
    """Only who writes in the KPA; only a nature that exists."""
    if not access.may_write(actor, kpa.pk):
        raise PermissionDenied
    if kind not in WORK_KINDS:
        raise ValidationError({"kind": ["Choisissez une nature dans la liste."]})


def own_role(kpa: Organisation, role_id: int) -> WorkRole:
    """A role of this KPA."""
    role = WorkRole.objects.filter(kpa=kpa, pk=role_id).first()
    if role is None:
        raise ValidationError("Ce rôle n'est pas de ce KPA.")
    return role


def lock(kpa: Organisation) -> None:
    """One writer at a time of this KPA's roles."""
    Organisation.objects.select_for_update().get(pk=kpa.pk)
