"""What the verbs of individual support share: who may, which version, who entered it, what the history says."""

import contextlib
import datetime
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.models import Barrier, Goal, Interview, Journey, NextStep, Note, Orientation, Procedure
from maille.journeys.models.changes import changes_since
from maille.network.actions import saving
from maille.network.rules.roles import Actor

R = TypeVar("R", Interview, Barrier, Goal, NextStep, Orientation, Procedure)


def lock_journey(actor: Actor, journey_id: int) -> Journey:
    """The journey, locked, which the actor may change; or her own, for a coopérant·e."""
    own = Journey.objects.select_for_update(of=("self",)).select_related("person")
    mine = own.filter(pk=journey_id, person__user_id=actor.user_id).first() if actor.user_id else None
    return (
        mine
        if mine is not None and access.is_own(actor, mine.person)
        else support.lock_journey(actor, journey_id, None)
    )


def record_of(journey: Journey, model: type[R], pk: int, version: int | None) -> R:
    """One record of this journey, locked, at that version (None: read in this very transaction)."""
    where = "goal__journey" if model is NextStep else "journey"
    record = model._default_manager.select_for_update(of=("self",)).get(**{"pk": pk, where: journey})
    if version is not None and record.version != version:
        raise support.ConflictError(changes_since(record, version), record.version)
    return record


def enter(record: R, actor: Actor, journey: Journey, now: datetime.datetime, *, her_own: bool = False) -> R:
    """Write a new record; `her_own` marks what is the person's own act, entered for her unless she does it herself."""
    record.entered_by_id = actor.user_id
    record.entered_at = now
    record.on_behalf = her_own and not access.is_own(actor, journey.person)
    sign(record, actor, now)
    record.save(force_insert=True)
    return record


def keep(record: R, actor: Actor, now: datetime.datetime, fields: Sequence[str], reason: str = "") -> R:
    """Write these fields with the next version; the history keeps who, when and what was there before."""
    record.version += 1
    sign(record, actor, now, reason)
    record.save(update_fields=[*fields, "version"])
    return record


def remove(
    actor: Actor, journey_id: int, model: type[R], pk: int, version: int | None, reason: str, now: datetime.datetime
) -> None:
    """Take a wrong record away, saying why; the history keeps what it said. Notes of an interview stay, alone.

    Raises PermissionDenied unless the actor entered it, or follows the person today.
    """
    with support.one_transaction():
        journey = lock_journey(actor, journey_id)
        record = record_of(journey, model, pk, version)
        if not access.may_remove(actor, journey, record):
            raise PermissionDenied
        if not reason.strip():
            raise ValidationError({"reason": ["Dites pourquoi vous retirez cette ligne."]})
        if isinstance(record, Interview):
            # What was written then is still true: the note stays, attached to no interview.
            Note.objects.filter(interview=record).update(interview=None)
        if isinstance(record, Goal):
            reason = f"{reason.strip()}{remove_steps(record)}"
        sign(record, actor, now, reason)
        record.delete()


def remove_steps(goal: Goal) -> str:
    """Take a goal's steps away with it; their words go into its own history.

    A history of theirs would lead to nobody once the goal is gone, and outlive an anonymisation.
    """
    told = " ; ".join(step.text for step in goal.steps.all())
    goal.steps.all().delete()
    NextStep.history.filter(goal_id=goal.pk).delete()
    return f" (avec ses pas : {told})" if told else ""


def sign(record: Any, actor: Actor, now: datetime.datetime, reason: str = "") -> None:
    """Tell the history who acts, when and why, whatever the way in."""
    saving.sign(record, actor, reason.strip())
    record._history_date = now


@contextlib.contextmanager
def naming(fields: dict[str, str]) -> Iterator[None]:
    """Refusals of another verb, said beside the fields of the page that calls it."""
    try:
        yield
    except ValidationError as refused:
        if not hasattr(refused, "error_dict"):
            raise
        told = {fields.get(name, name): messages for name, messages in refused.message_dict.items()}
        raise ValidationError(told) from refused
