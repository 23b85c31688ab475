"""What the person answers to what was written about her, or for her; and what the team answers then."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.models import Person, Reply
from maille.journeys.models.behalf import find, kpa_of
from maille.network.rules.roles import Actor


def may_be_answered(subject: str, record: Any) -> bool:
    """The person answers to a note shared with her, and to whatever was written on her behalf."""
    return subject == Reply.Subject.NOTE or bool(record.on_behalf)


def reply(
    actor: Actor, person_id: int, subject: str, number: int, kind: str, text: str, now: datetime.datetime
) -> Reply:
    """Give her version of a record, or contest it; herself, or by the hand of somebody who writes her file.

    PermissionDenied when the actor is neither, or when there is no such record she may answer.
    """
    with support.one_transaction():
        person = Person.objects.select_for_update().get(pk=person_id)
        herself = access.is_own(actor, person)
        record = find(person, subject, number, None if herself else actor.writes)
        if record is None or not may_be_answered(subject, record):
            raise PermissionDenied
        kpa_id = kpa_of(subject, record, person)
        if not herself and (kpa_id is None or not access.may_enter(actor, kpa_id)):
            raise PermissionDenied
        if not text.strip():
            raise ValidationError({"text": ["Écrivez quelques mots."]})
        wanted = Reply.Kind(kind)
        replies = Reply.objects.filter(person=person, subject=subject, subject_id=number)
        if wanted == Reply.Kind.CONTEST and replies.waiting().exists():
            raise ValidationError(
                "Cette ligne est déjà contestée, et la réponse n'est pas encore arrivée. "
                "Vous pouvez ajouter votre version."
            )
        return Reply.objects.create(
            person=person,
            kpa_id=kpa_id,
            kind=wanted,
            subject=subject,
            subject_id=number,
            text=text.strip(),
            entered_by_id=actor.user_id,
            entered_at=now,
            on_behalf=not herself,
        )


def answer_reply(actor: Actor, reply_id: int, answer: str, now: datetime.datetime, *, upheld: bool | None) -> Reply:
    """Answer a contest, once: the record was corrected (`upheld`), or is maintained; both say why.

    A version of her own may be answered too; nothing is upheld then.
    """
    with support.one_transaction():
        told = Reply.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=reply_id)
        if told.kpa_id is None or not access.may_enter(actor, told.kpa_id):
            raise PermissionDenied
        if told.answered_at:
            raise ValidationError("Quelqu'un a déjà répondu. Rechargez la page pour lire sa réponse.")
        if not answer.strip():
            raise ValidationError(
                {"answer": ["Dites ce qui a été fait, et pourquoi : la personne lira votre réponse."]}
            )
        if told.kind == Reply.Kind.CONTEST and upheld is None:
            raise ValidationError({"upheld": ["Dites si vous corrigez, ou si vous maintenez."]})
        told.answer, told.answered_at, told.answered_by_id = answer.strip(), now, actor.user_id
        told.upheld = upheld if told.kind == Reply.Kind.CONTEST else None
        told.save(update_fields=["answer", "answered_at", "answered_by", "upheld"])
    return told
