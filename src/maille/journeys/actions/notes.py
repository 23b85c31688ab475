"""Notes: write, correct, withdraw, say who may read them. Every version stays in the history, with who and when."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.models import Journey, Note, Referent, Reply
from maille.journeys.rules.checks import day
from maille.journeys.rules.notes import SHORT_NAMES, Visibility, is_narrower
from maille.network.actions.saving import sign
from maille.network.rules.roles import Actor


def write_note(
    actor: Actor,
    journey_id: int,
    text: str,
    now: datetime.datetime,
    *,
    visibility: str = Visibility.SHARED,
    written_on: datetime.date | None = None,
    interview_id: int | None = None,
) -> Note:
    """Write one note as the actor, who becomes its author; of an interview of that journey when one is named."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        if actor.user_id is None:
            raise PermissionDenied
        on = written_on or actor.today
        check_day(on, actor.today)
        if interview_id is not None and not journey.interviews.filter(pk=interview_id).exists():
            raise ValidationError("Cet entretien n'est pas de ce parcours.")
        note = Note(
            journey=journey,
            author_id=actor.user_id,
            interview_id=interview_id,
            written_on=on,
            text=checked(text),
            visibility=Visibility(visibility),
            entrusted_to_id=referent_of(journey, actor.today),
            entered_by_id=actor.user_id,
            entered_at=now,
        )
        sign(note, actor)
        note.save()
    return note


def correct_note(
    actor: Actor, note_id: int, version: int, text: str, written_on: datetime.date, reason: str = ""
) -> Note:
    """Put another text, or day; the former stays readable by whoever could read it."""
    with support.one_transaction():
        note = lock_note(actor, note_id, version)
        check_day(written_on, actor.today)
        note.text, note.written_on = checked(text), written_on
        save(note, actor, ["text", "written_on"], reason or "Note corrigée")
    return note


def change_visibility(actor: Actor, note_id: int, version: int, visibility: str) -> Note:
    """Let more or fewer people read it from now on.

    A note the person answered stays shared with her: her words would stand beside something she cannot read.
    """
    with support.one_transaction():
        note = lock_note(actor, note_id, version)
        wanted = Visibility(visibility)
        answered = Reply.objects.filter(subject=Reply.Subject.NOTE, subject_id=note.pk).exists()
        if answered and is_narrower(wanted, note.visibility):
            raise ValidationError(
                {
                    "visibility": [
                        "La personne a répondu à cette note : elle reste partagée avec elle. Vous pouvez la corriger, "
                        "ou la retirer en disant pourquoi."
                    ]
                }
            )
        note.visibility, note.entrusted_to_id = wanted, referent_of(note.journey, actor.today)
        save(note, actor, ["visibility", "entrusted_to"], f"Peut lire : {SHORT_NAMES[wanted]}")
    return note


def withdraw_note(actor: Actor, note_id: int, version: int, why: str, now: datetime.datetime) -> Note:
    """Take a note back, saying why; it stays in the history, and where it was stays the reason."""
    with support.one_transaction():
        note = lock_note(actor, note_id, version)
        if not why.strip():
            raise ValidationError({"why": ["Dites pourquoi vous retirez cette note."]})
        note.withdrawn_at, note.withdrawn_by_id, note.withdrawn_why = now, actor.user_id, why.strip()
        save(note, actor, ["withdrawn_at", "withdrawn_by", "withdrawn_why"], f"Note retirée : {why.strip()}")
    return note


def lock_note(actor: Actor, note_id: int, version: int) -> Note:
    """The note, locked after its journey, which the actor reads and may change at that version."""
    told = Note.objects.visible_to(actor).only("journey_id").get(pk=note_id)
    support.lock_journey(actor, told.journey_id, None)
    note = Note.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=note_id)
    if not access.may_change_note(actor, note):
        raise PermissionDenied
    if note.version != version:
        raise ValidationError(
            "Quelqu'un a changé cette note pendant que vous écriviez. Rechargez la page pour voir son texte.",
            code="conflict",
        )
    return note


def save(note: Note, actor: Actor, fields: list[str], reason: str) -> None:
    """Write these fields with the next version, and who did it and why into the history."""
    note.version += 1
    sign(note, actor, reason)
    note.save(update_fields=[*fields, "version"])


def checked(text: str) -> str:
    """A note says something."""
    if not text.strip():
        raise ValidationError({"text": ["Écrivez la note."]})
    return text.strip()


def check_day(on: datetime.date, today: datetime.date) -> None:
    """What is noted was seen or said already."""
    if on > today:
        raise ValidationError({"written_on": [f"Le {day(on)} est dans le futur. Notez ce qui a été vu ou dit."]})


def referent_of(journey: Journey, today: datetime.date) -> int | None:
    """Who follows the person today."""
    latest = Referent.objects.filter(journey=journey, started_on__lte=today).order_by("-started_on", "-pk")
    return latest.values_list("user_id", flat=True).first()
