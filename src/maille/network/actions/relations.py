"""Telling who is what for whom, from when to when; correcting it."""

import datetime
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from maille.network.access import may_relate
from maille.network.actions.organisations import Facts, create_organisation
from maille.network.actions.saving import locked, save_checked
from maille.network.models import Organisation, Relation, RelationKind
from maille.network.rules.relations import Span, misfit
from maille.network.rules.roles import Actor


@dataclass
class Told:
    """A relation written, and what to tell about it."""

    relation: Relation
    reused: bool = False
    """The organisation was already known."""
    warnings: list[str] = field(default_factory=list)


@transaction.atomic
def add_relation(actor: Actor, *, source: Organisation, kind: str, target: Organisation, span: Span) -> Told:
    """Say that `source` is lead, host, venue… of `target`; PermissionDenied unless the actor governs the target.

    Both are locked, so that two people cannot tell the same relation at once, nor one of a closing organisation.
    """
    ends = lock_ends(source.pk, target.pk)
    relation = Relation(source=ends[source.pk], kind=kind, target=ends[target.pk])
    return Told(relation, warnings=write(actor, relation, span))


@transaction.atomic
def add_new_partner(actor: Actor, facts: Facts, *, kind: str, target: Organisation, span: Span) -> Told:
    """Add an organisation and, in the same breath, what it is for `target`: nobody is in the network without a tie.

    A KPA or a partner that becomes a member of a network is added the same way.
    """
    outcome = create_organisation(actor, facts)
    told = add_relation(actor, source=outcome.organisation, kind=kind, target=target, span=span)
    told.reused = outcome.reused
    told.warnings = outcome.warnings + told.warnings
    return told


@transaction.atomic
def correct_relation(actor: Actor, relation_id: int, version: int, *, kind: str, span: Span) -> Told:
    """Correct what was told wrong: the kind or the dates; ConflictError when somebody else did meanwhile."""
    told = Relation.objects.get(pk=relation_id)
    lock_ends(told.source_id, told.target_id)
    relation = locked(Relation.objects.all(), relation_id, version, "ce lien")
    relation.kind = kind
    relation.version += 1
    return Told(relation, warnings=write(actor, relation, span))


@transaction.atomic
def end_relation(actor: Actor, relation_id: int, version: int, ended_on: datetime.date) -> Told:
    """Note the last day of a relation."""
    relation = Relation.objects.get(pk=relation_id)
    span = Span(relation.started_on, ended_on)
    return correct_relation(actor, relation_id, version, kind=relation.kind, span=span)


@transaction.atomic
def remove_relation(actor: Actor, relation_id: int, version: int) -> None:
    """Take away a relation that never was; its history remains. One that was true is ended, not removed."""
    relation = locked(Relation.objects.all(), relation_id, version, "ce lien")
    if not may_relate(actor, relation.target):
        raise PermissionDenied
    relation.delete()


def lock_ends(*ids: int) -> dict[int, Organisation]:
    """The organisations, fresh and locked, always in the order of their ids."""
    return {each.pk: each for each in Organisation.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def write(actor: Actor, relation: Relation, span: Span) -> list[str]:
    """Check and save; the warnings, in French. ValidationError when the relation cannot be."""
    source, target = relation.source, relation.target
    if not may_relate(actor, target):
        raise PermissionDenied
    why = misfit(relation.kind, source.kind, target.kind)
    if why:
        raise ValidationError({"kind": why})
    if span.ended_on and span.ended_on < span.started_on:
        raise ValidationError({"ended_on": "La fin du lien précède son début. Corrigez l'une des deux dates."})
    for each in (source, target):
        if each.closed_on and (span.ended_on is None or span.ended_on > each.closed_on):
            closed = f"{each} a fermé le {each.closed_on:%d/%m/%Y}"
            raise ValidationError({"ended_on": f"{closed} : le lien finit ce jour-là au plus tard."})
    others = Relation.objects.filter(kind=relation.kind, target=target).exclude(pk=relation.pk).overlapping(span)
    if others.filter(source=source).exists():
        raise ValidationError({"started_on": "Ce lien existe déjà à ces dates. Corrigez l'ancien, ou d'autres dates."})
    twins = [str(other.source) for other in others.select_related("source")]  # read before this one is among them
    relation.started_on, relation.ended_on = span.started_on, span.ended_on
    save_checked(relation)
    if relation.kind != RelationKind.HOST:
        return []
    return [two_hosts(target, names=twins)] if twins else []


def two_hosts(target: Organisation, names: list[str]) -> str:
    """What to say when two organisations carry the same KPA at once: allowed, but rarely meant."""
    return (
        f"{target} a déjà un portage à ces dates : {', '.join(names)}. Le lien est enregistré. "
        "Si le portage a changé de main, notez la fin de l'ancien."
    )
