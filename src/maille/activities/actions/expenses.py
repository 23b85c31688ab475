"""Money advanced for a job or the group: who, how much, and the photo of the receipt, kept encrypted."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from maille.activities import access
from maille.activities.actions import asking, given
from maille.activities.models import Expense, Job
from maille.journeys.actions import files
from maille.journeys.models import StoredFile
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.text import euros

MOST = 10_000_000
"""Cents one line holds at most: a hundred thousand euros is a slip of the finger."""
LOST = "Ajoutez la photo du ticket. S'il est perdu, dites-le dans la précision."

Advanced = Expense.Advanced


@dataclass(frozen=True)
class Spent:
    """What was bought, and with whose money: a participant's (by id), the group's or the host's."""

    day: datetime.date
    cents: int
    what: str
    participant_id: int | None = None
    advanced_by: str = Advanced.PARTICIPANT
    job_id: int | None = None
    shop: str = ""
    note: str = ""
    lost: bool = False


@dataclass(frozen=True)
class Photo:
    """A receipt as it was sent."""

    content: bytes
    name: str


@dataclass(frozen=True)
class Kept:
    """A line as written, and what deserves a look; `again` when the same form had already written it."""

    line: Expense
    warnings: Sequence[str] = ()
    again: bool = False


def note_expense(
    actor: Actor, kpa: Organisation, spent: Spent, photo: Photo | None, now: datetime.datetime, *, key: str = "",
    seen: Collection[str] | None = None,
) -> Kept:  # fmt: skip
    """Write what somebody spent: oneself, or for another; the same `key` writes once.

    With `seen`, ToConfirmError and nothing written while a warning was not seen (actions.asking).
    """
    with transaction.atomic():
        key = given.key_of(key, kpa.pk, spent)
        own, job, known = checked(actor, kpa, spent, key)
        if known is not None:
            return Kept(known, again=True)
        if photo is None and not (spent.lost and spent.note.strip()):
            raise ValidationError({"note" if spent.lost else "receipt": [LOST]})
        warned = twice(kpa, spent, own=own)
        asking.ask(warned, seen)
        receipt = keep(photo, actor, now) if photo else None
        line = write(actor, kpa, spent, receipt, now, key=key, own=own)
        return Kept(line, [*asking.sentences(warned), *given.said_of_closed(job)])


def twice(kpa: Organisation, spent: Spent, *, own: bool) -> dict[str, list[str]]:
    """The same amount, advanced the same day by the same person: perhaps the same receipt, noted twice; by field."""
    same = Expense.objects.standing().filter(
        kpa=kpa, day=spent.day, cents=spent.cents, advanced_by=spent.advanced_by, participant=spent.participant_id
    )
    known = same.select_related("participant__person", "participant__user").order_by("pk").first()
    if known is None:
        return {}
    whose = known.participant.first_name if known.participant else known.get_advanced_by_display()
    said = "Vous avez déjà noté" if own else f"{whose} a déjà"
    return {
        "cents": [
            f"{said} {euros(spent.cents)} le {spent.day:%d/%m/%Y}\u00a0: « {known.what} ». "
            "Vérifiez que ce n'est pas deux fois le même ticket."
        ]
    }


def correct_expense(
    actor: Actor, expense_id: int, spent: Spent, photo: Photo | None, now: datetime.datetime, *, key: str = "",
    seen: Collection[str] | None = None,
) -> Kept:  # fmt: skip
    """Withdraw a line and write another in its place, with its photo unless another is sent. `seen` as above."""
    with transaction.atomic():
        kpa = Expense.objects.select_related("kpa").get(pk=expense_id).kpa
        key = given.key_of(key, expense_id, spent)
        own, job, known = checked(actor, kpa, spent, key)
        if known is not None:
            return Kept(known, again=True)
        old = given.line_to_correct(actor, Expense, expense_id)
        if photo is None and old.receipt is None and not spent.note.strip():
            raise ValidationError({"note": [LOST]})
        given.take_away(actor, old, now)
        warned = twice(kpa, spent, own=own)
        asking.ask(warned, seen)
        receipt = keep(photo, actor, now) if photo else old.receipt
        line = write(actor, kpa, spent, receipt, now, key=key, own=own, replaces=old)
        return Kept(line, [*asking.sentences(warned), *given.said_of_closed(job)])


def checked(actor: Actor, kpa: Organisation, spent: Spent, key: str) -> tuple[bool, Job | None, Expense | None]:
    """Whether the money is the actor's own, the job, and the line this form already wrote.

    ValidationError in words when it cannot be. Advancing money asks for no contract: only for being there that day.
    """
    if not 0 < spent.cents <= MOST:
        raise ValidationError({"cents": ["Écrivez un montant plus grand que 0 et jusqu'à 100 000 €."]})
    if not spent.what.strip():
        raise ValidationError({"what": ["Dites ce qui est acheté."]})
    own = False
    if spent.advanced_by == Advanced.PARTICIPANT:
        if spent.participant_id is None:
            raise ValidationError({"who": ["Dites qui a avancé l'argent."]})
        participant = given.lock_participant(actor, spent.participant_id)
        if participant.kpa_id != kpa.pk:
            raise PermissionDenied
        own = access.is_own_participation(actor, participant)
    elif not access.may_write(actor, kpa.pk):
        raise PermissionDenied
    else:
        Organisation.objects.select_for_update().get(pk=kpa.pk)
        participant = None
    known = given.sent_before(Expense, actor, key)
    if known is not None:
        return own, None, known
    if participant is not None:
        given.check_day(participant, spent.day, actor.today)
    else:
        given.check_past(spent.day, actor.today)
    job = given.job_of(kpa, spent.job_id)
    if job is not None and not access.may_write(actor, kpa.pk):
        person = participant.person if participant else None
        if person is None or not Job.objects.open_to(person, actor.today).filter(pk=job.pk).exists():
            raise PermissionDenied
    return own, job, None


def write(
    actor: Actor, kpa: Organisation, spent: Spent, receipt: StoredFile | None, now: datetime.datetime, *,
    key: str, own: bool, replaces: Expense | None = None,
) -> Expense:  # fmt: skip
    """The line, checked before; written on behalf of whoever advanced the money, when it is somebody else."""
    somebody = spent.advanced_by == Advanced.PARTICIPANT
    return Expense.objects.create(
        kpa=kpa,
        job_id=spent.job_id,
        day=spent.day,
        cents=spent.cents,
        what=" ".join(spent.what.split()),
        shop=" ".join(spent.shop.split()),
        note=" ".join(spent.note.split()),
        advanced_by=spent.advanced_by,
        participant_id=spent.participant_id if somebody else None,
        receipt=receipt,
        replaces=replaces,
        key=key or None,
        entered_by_id=actor.user_id,
        entered_at=now,
        on_behalf=somebody and not own,
    )


def keep(photo: Photo, actor: Actor, now: datetime.datetime) -> StoredFile:
    """The photo, made inert and encrypted; a refusal names the field."""
    try:
        return files.store_upload(photo.content, photo.name, now=now, by_id=actor.user_id)
    except ValidationError as refused:
        raise ValidationError({"receipt": refused.messages}) from refused


def as_typed(line: Expense) -> Spent:
    """What is stored, to be corrected."""
    return Spent(
        line.day, line.cents, line.what, line.participant_id, line.advanced_by, line.job_id, line.shop, line.note,
        lost=line.receipt_id is None,
    )  # fmt: skip
