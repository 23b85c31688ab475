"""The grid of skills a KPA edits: add, rename, order, retire. Words already given to somebody never change."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max

from maille.journeys.actions import support
from maille.journeys.models import GridLine, Skill
from maille.journeys.rules.skills import FAMILIES
from maille.network.access import may_decide
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


def lock_grid(actor: Actor, kpa: Organisation) -> Organisation:
    """The KPA, locked: two people may not order its grid at once."""
    if not may_decide(actor, kpa):
        raise PermissionDenied
    return Organisation.objects.select_for_update().get(pk=kpa.pk)


def grid_of(kpa_id: int) -> list[Skill]:
    """The grid as it stands, in order: families of the common grid first, then the KPA's own by name."""
    return in_order(Skill.objects.placed(kpa_id).in_grid(kpa_id))


def in_order(skills: Iterable[Skill]) -> list[Skill]:
    """By family, then by place in it; skills come from `placed`."""
    known = {family: rank for rank, family in enumerate(FAMILIES)}
    return sorted(
        skills,
        key=lambda skill: (
            known.get(skill.family, len(known)),
            skill.family,
            skill.place,  # type: ignore[attr-defined]
            skill.name,
            skill.pk,
        ),
    )


def add_skill(actor: Actor, kpa: Organisation, family: str, name: str, description: str) -> Skill:
    """One more line, at the end of its family."""
    with support.one_transaction():
        lock_grid(actor, kpa)
        refuse_known(kpa.pk, name)
        last = Skill.objects.of_kpa(kpa.pk).filter(family=family).aggregate(last=Max("rank"))["last"]
        return Skill.objects.create(
            kpa=kpa, family=family, name=name.strip(), description=description.strip(), rank=(last or 0) + 1
        )


def refuse_known(kpa_id: int, name: str) -> None:
    """Two lines of one grid never bear the same name."""
    if not name.strip():
        raise ValidationError({"name": ["Nommez cette compétence."]})
    if Skill.objects.in_grid(kpa_id).filter(name__iexact=name.strip()).exists():
        raise ValidationError({"name": ["Cette compétence est déjà dans la grille."]})


def rename_skill(actor: Actor, kpa: Organisation, skill_id: int, name: str, description: str) -> Skill:
    """A new line takes the place of the old one: recognitions already given keep the words they were given in."""
    with support.one_transaction():
        lock_grid(actor, kpa)
        old = Skill.objects.placed(kpa.pk).in_grid(kpa.pk).get(pk=skill_id)
        if name.strip().lower() != old.name.lower():
            refuse_known(kpa.pk, name)
        elif (name.strip(), description.strip()) == (old.name, old.description):
            return old
        put_aside(actor, kpa, old)
        return Skill.objects.create(
            kpa=kpa,
            family=old.family,
            name=name.strip(),
            description=description.strip(),
            rank=old.place,  # type: ignore[attr-defined]
            formerly=old,
        )


def retire_skill(actor: Actor, kpa: Organisation, skill_id: int) -> None:
    """Out of this KPA's grid from today; what was recognised stays."""
    with support.one_transaction():
        lock_grid(actor, kpa)
        put_aside(actor, kpa, Skill.objects.in_grid(kpa.pk).get(pk=skill_id))


def put_aside(actor: Actor, kpa: Organisation, skill: Skill) -> None:
    """A common skill is set aside for this KPA alone; its own is retired."""
    if skill.kpa_id is None:
        GridLine.objects.update_or_create(kpa=kpa, skill=skill, defaults={"aside_since": actor.today})
    else:
        skill.retired_on = actor.today
        skill.save(update_fields=["retired_on"])


def restore_skill(actor: Actor, kpa: Organisation, skill_id: int) -> None:
    """Back in the grid."""
    with support.one_transaction():
        lock_grid(actor, kpa)
        skill = Skill.objects.of_kpa(kpa.pk).get(pk=skill_id)
        refuse_known(kpa.pk, skill.name)
        if skill.kpa_id is None:
            GridLine.objects.filter(kpa=kpa, skill=skill).update(aside_since=None)
        else:
            skill.retired_on = None
            skill.save(update_fields=["retired_on"])


def move_skill(actor: Actor, kpa: Organisation, skill_id: int, *, up: bool) -> None:
    """One place up or down in its family; at either end, nothing moves."""
    with support.one_transaction():
        lock_grid(actor, kpa)
        grid = grid_of(kpa.pk)
        skill = next((each for each in grid if each.pk == skill_id), None)
        if skill is None:
            raise Skill.DoesNotExist
        family = [each for each in grid if each.family == skill.family]
        here = family.index(skill)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(family):
            return
        family[here], family[there] = family[there], family[here]
        for rank, each in enumerate(family):
            if each.kpa_id is None:
                GridLine.objects.update_or_create(kpa=kpa, skill=each, defaults={"rank": rank})
            else:
                Skill.objects.filter(pk=each.pk).update(rank=rank)


def set_aside_of(kpa_id: int) -> list[Skill]:
    """What is out of the grid and may come back; a line renamed since is not listed."""
    out = Skill.objects.placed(kpa_id).of_kpa(kpa_id).exclude(pk__in=Skill.objects.in_grid(kpa_id).values("pk"))
    return in_order(out.exclude(renamed__kpa_id=kpa_id))


def since(skill: Skill) -> datetime.date | None:
    """The day a line listed by `set_aside_of` left the grid."""
    return skill.retired_on or skill.aside_since  # type: ignore[attr-defined]
