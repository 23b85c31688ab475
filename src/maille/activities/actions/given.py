"""What lines of work and of expenses share: who may write them, sent once, withdrawn, confirmed with the group.

Lock order: the participant, then the line. A line is never changed: it is withdrawn, and another replaces it.
"""

import datetime
import hashlib
from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from maille.activities import access
from maille.activities.models import Contribution, Expense, Job, Participant
from maille.activities.rules.jobs import EARLIEST, TOO_OLD
from maille.activities.rules.kinds import JobState
from maille.journeys.models import Journey
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

L = TypeVar("L", Contribution, Expense)

CLOSED = (
    "Cette prestation est clôturée. Si l'argent est déjà partagé, une nouvelle répartition reprendra la différence."
)


def lock_participant(actor: Actor, participant_id: int) -> Participant:
    """The participant, locked, whose lines the actor may write: her own, or those of a KPA where she writes."""
    found = Participant.objects.select_for_update(of=("self",)).select_related("kpa__choices", "person", "user")
    participant = found.get(pk=participant_id)
    if not access.may_note_for(actor, participant):
        raise PermissionDenied
    return participant


def key_of(key: str, *said: object) -> str:
    """What tells a form sent twice from the same page filled in again after going back: its key and what it says."""
    return hashlib.sha256(repr((key, *said)).encode()).hexdigest()[:40] if key else ""


def sent_before(model: type[L], actor: Actor, key: str) -> L | None:
    """The line this very form already wrote; whoever else sends the same key writes their own.

    ValidationError when that line was withdrawn since: it is neither written again nor told as noted.
    """
    if not key or actor.user_id is None:
        return None
    mine = model._default_manager.filter(entered_by_id=actor.user_id, key=key)
    found: L | None = mine.first()
    if found is not None and found.withdrawn_at is not None and found.replacement_line is None:
        raise ValidationError("Cette ligne a été notée, puis retirée. Pour la noter de nouveau, rechargez la page.")
    return found


def check_past(day: datetime.date, today: datetime.date) -> None:
    """Refuse a day to come, and one no KPA knew."""
    if day > today:
        raise ValidationError({"day": ["Ce jour n'est pas encore là. Notez ce qui est fait."]})
    if day < EARLIEST:
        raise ValidationError({"day": [TOO_OLD]})


def check_day(participant: Participant, day: datetime.date, today: datetime.date) -> None:
    """Refuse a day to come, and one when the person was not there: before her journey or after it."""
    check_past(day, today)
    if participant.person_id is not None:
        there = Journey.objects.filter(person_id=participant.person_id, kpa_id=participant.kpa_id).at(day).exists()
        said = f"Le {day:%d/%m/%Y}, le parcours de {participant.first_name} ici n'était pas en cours. Vérifiez le jour."
    else:
        there = access.was_of_the_team(participant.kpa_id, participant.user_id or 0, day)
        said = f"{participant} n'était pas de l'équipe le {day:%d/%m/%Y}. Vérifiez le jour."
    if not there:
        raise ValidationError({"day": [said]})


def job_of(kpa: Organisation, job_id: int | None) -> Job | None:
    """A job of this KPA; ValidationError for another's."""
    if job_id is None:
        return None
    job = Job.objects.filter(kpa=kpa, pk=job_id).first()
    if job is None:
        raise ValidationError({"job": ["Cette prestation n'est pas de ce KPA. Choisissez-en une dans la liste."]})
    return job


def said_of_closed(job: Job | None) -> list[str]:
    """What to say of a line on a job already closed: allowed, the next share takes up the difference."""
    return [CLOSED] if job is not None and job.state == JobState.CLOSED else []


def line_to_correct(actor: Actor, model: type[L], pk: int) -> L:
    """A standing line, locked, which the actor may correct; PermissionDenied or a sentence otherwise."""
    line: L = model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    if access.may_write(actor, line.kpa_id):
        pass
    elif line.participant is None or not access.is_own_participation(actor, line.participant):
        raise PermissionDenied
    elif line.entered_by_id != actor.user_id:
        raise ValidationError("Quelqu'un a écrit cette ligne pour vous. Ce n'est pas juste ? Dites-le à votre KPA.")
    elif line.confirmed_at is not None:
        raise ValidationError("Le groupe a confirmé cette ligne. Pour la changer, parlez-en à votre KPA.")
    if line.withdrawn_at is not None:
        raise ValidationError("Cette ligne vient d'être corrigée ou retirée. Rechargez la page.")
    return line


def withdraw(actor: Actor, model: type[L], pk: int, now: datetime.datetime) -> L:
    """The line no longer counts; it stays, with who withdrew it."""
    with transaction.atomic():
        line = line_to_correct(actor, model, pk)
        take_away(actor, line, now)
    return line


def take_away(actor: Actor, line: Contribution | Expense, now: datetime.datetime) -> None:
    """Mark a locked line withdrawn."""
    line.withdrawn_at, line.withdrawn_by_id = now, actor.user_id
    line.save(update_fields=["withdrawn_at", "withdrawn_by"])


def confirm(
    actor: Actor, kpa: Organisation, now: datetime.datetime, *, works: Iterable[int] = (), expenses: Iterable[int] = ()
) -> int:
    """Read with the group and confirmed, these lines alone: those the page showed. Returns how many."""
    if not access.may_write(actor, kpa.pk):
        raise PermissionDenied
    said = {"confirmed_at": now, "confirmed_by_id": actor.user_id}
    with transaction.atomic():
        return sum(
            model._default_manager.filter(
                kpa=kpa, pk__in=list(ids), confirmed_at__isnull=True, withdrawn_at__isnull=True
            ).update(**said)
            for model, ids in ((Contribution, works), (Expense, expenses))
        )
