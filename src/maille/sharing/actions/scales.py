"""A host writes the scale of its agreement, ends it, takes back one that has not begun. Two never overlap."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from maille.activities.models import Activity
from maille.network.models import Organisation, Relation
from maille.network.models.organisations import RelationKind
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.models import HostScale
from maille.sharing.rules.reading import RefusedCaseError, read_scale

ONE_DAY = datetime.timedelta(days=1)
MOST_BRACKETS = 12


@dataclass(frozen=True)
class ScaleFacts:
    """What a scale says; `kpa` None for every KPA the host carries, `activity` for one activity of that KPA."""

    brackets: list[dict[str, Any]]
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    kpa: Organisation | None = None
    activity: Activity | None = None
    per: str = HostScale.Per.KPA
    waived: bool = False


def write_scale(
    actor: Actor, host: Organisation, facts: ScaleFacts, now: datetime.datetime, *, waived_until: datetime.date | None
) -> HostScale:
    """Write a scale of this host; when it starts with a period without contribution, that period is written too.

    An open scale for the same KPA and activity ends the day before; a closed one that overlaps is refused, and so is
    one that starts the same day or later: `close_scale` or `remove_scale` first. ValidationError by field.
    """
    if not access.may_set_scale(actor, host):
        raise PermissionDenied
    _check(host, facts)
    parts = [facts]
    if waived_until is not None:
        if waived_until < facts.valid_from or (facts.valid_to is not None and waived_until >= facts.valid_to):
            raise ValidationError(
                {"waived_until": ["La période sans contribution commence et finit pendant ce barème."]}
            )
        parts = [
            replace(facts, waived=True, valid_to=waived_until),
            replace(facts, valid_from=waived_until + ONE_DAY),
        ]
    with transaction.atomic():
        _lock(host)
        _make_room(host, facts)
        for part in parts:
            made = HostScale.objects.create(
                host=host,
                kpa=part.kpa,
                activity=part.activity,
                valid_from=part.valid_from,
                valid_to=part.valid_to,
                brackets=part.brackets,
                per=part.per,
                waived=part.waived,
                entered_by_id=actor.user_id,
                entered_at=now,
            )
    return made


def close_scale(actor: Actor, host: Organisation, scale_id: int, day: datetime.date) -> HostScale:
    """It applies no more after that day."""
    if not access.may_set_scale(actor, host):
        raise PermissionDenied
    with transaction.atomic():
        _lock(host)
        # unscoped: of a host the actor may set the scale of
        scale = HostScale.objects.get(pk=scale_id, host=host)
        if day < scale.valid_from:
            raise ValidationError({"valid_to": ["La fin précède le début. Un barème à venir se retire."]})
        if scale.valid_to is not None and day > scale.valid_to:
            raise ValidationError({"valid_to": [f"Ce barème finit déjà le {scale.valid_to:%d/%m/%Y}."]})
        scale.valid_to = day
        scale.save(update_fields=["valid_to"])
    return scale


def remove_scale(actor: Actor, host: Organisation, scale_id: int) -> None:
    """Take back a scale that has not begun."""
    if not access.may_set_scale(actor, host):
        raise PermissionDenied
    with transaction.atomic():
        _lock(host)
        # unscoped: of a host the actor may set the scale of
        scale = HostScale.objects.get(pk=scale_id, host=host)
        if scale.valid_from <= actor.today:
            raise ValidationError("Ce barème s'applique déjà : donnez-lui une fin, il reste dans l'historique.")
        scale.delete()


def _lock(host: Organisation) -> None:
    """Every change of a host's scales takes this lock first: it is what keeps two from overlapping."""
    # unscoped: the host already loaded in scope, locked
    Organisation.objects.select_for_update().get(pk=host.pk)


def _check(host: Organisation, facts: ScaleFacts) -> None:
    """Refuse what no scale can be."""
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        raise ValidationError({"valid_to": ["La fin précède le début."]})
    if facts.activity is not None and (facts.kpa is None or facts.activity.kpa_id != facts.kpa.pk):
        raise ValidationError({"activity": ["Cette activité n'est pas de ce KPA."]})
    if facts.kpa is not None:
        carried = Relation.objects.filter(source=host, target=facts.kpa, kind=RelationKind.HOST)
        if not carried.exists():
            raise ValidationError({"kpa": ["Cette structure ne porte pas ce KPA."]})
    if len(facts.brackets) > MOST_BRACKETS:
        raise ValidationError({"brackets": [f"Un barème a {MOST_BRACKETS} tranches au plus."]})
    try:
        brackets = read_scale(facts.brackets)
    except RefusedCaseError as refused:
        raise ValidationError({"brackets": [str(refused)]}) from refused
    if any(bracket.rate > 100 for bracket in brackets):
        raise ValidationError({"brackets": ["Un taux ne dépasse pas 100 %."]})


def _make_room(host: Organisation, facts: ScaleFacts) -> None:
    """End the open scale that came before; refuse what would still overlap."""
    # unscoped: of a host the actor may set the scale of
    same = HostScale.objects.filter(host=host, kpa=facts.kpa, activity=facts.activity)
    before = same.filter(valid_to__isnull=True, valid_from__lt=facts.valid_from).first()
    if before is not None:
        before.valid_to = facts.valid_from - ONE_DAY
        before.save(update_fields=["valid_to"])
    other = same.overlapping(facts.valid_from, facts.valid_to).order_by("valid_from").first()
    if other is not None:
        until = f"au {other.valid_to:%d/%m/%Y}" if other.valid_to else "sans fin"
        raise ValidationError(
            {
                "valid_from": [
                    f"Un barème couvre déjà une partie de ces dates, du {other.valid_from:%d/%m/%Y} {until}. "
                    "Donnez-lui une fin, ou choisissez d'autres dates."
                ]
            }
        )
