"""Money that comes in for a job, or goes back: one function writes it, with its posting in the books.

Lock order: the job, then accounts by id (ledger.actions.post).
"""

import datetime
import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce

from maille.activities.models import Job
from maille.ledger.actions import account_for, post, reverse
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.models import Receipt
from maille.ui.text import euros

Kind = Receipt.Kind
OUT = frozenset({Kind.REFUND, Kind.BAD_DEBT})
"""Kinds that take from the pot."""
POSTINGS = {
    Kind.RECEIPT: PostingKind.RECEIPT,
    Kind.REFUND: PostingKind.REFUND,
    Kind.BAD_DEBT: PostingKind.BAD_DEBT,
}
ALREADY_CORRECTED = "Cette ligne est déjà corrigée. Rechargez la page."


@dataclass(frozen=True)
class Money:
    """What is typed of a receipt, a refund or a bad debt; amounts are positive, `kind` says which way they go."""

    kind: Receipt.Kind
    cents: int
    tax: int
    received_on: datetime.date
    invoiced_on: datetime.date | None = None
    payer: str = ""
    reference: str = ""
    note: str = ""


def receive(
    actor: Actor,
    job: Job,
    kind: Receipt.Kind | str,
    cents: int,
    tax: int,
    received_on: datetime.date,
    invoiced_on: datetime.date | None = None,
    payer: str = "",
    reference: str = "",
    note: str = "",
    *,
    now: datetime.datetime,
    key: str = "",
) -> Receipt:
    """Write money that came in for a job, or went back (refund, bad debt): the only way in or out of a pot.

    Typed by hand today; invoices will call this same function when they are paid. `cents` excludes tax and enters the
    pot; `tax` is the host's and is kept beside. Both are positive whichever way they go. `key` names the form that was
    sent: the same one sent twice writes once and gives the same receipt. The pot may go below zero when money goes
    back, for it may have been shared already: the page says it is owed. ValidationError, by field, otherwise.
    """
    written = Money(Kind(kind), cents, tax, received_on, invoiced_on, payer, reference, note)
    _check_rights(actor, job)
    with transaction.atomic():
        _lock(job)
        name = f"receipt:{job.pk}:{key or uuid.uuid4().hex}"
        again = Receipt.objects.visible_to(actor).filter(job=job, posting__key=name).first()
        if again is not None:
            return again
        _check(job, written, actor.today)
        return _write(actor, job, written, received_on, name, now)


def correct_receipt(
    actor: Actor, receipt: Receipt, right: Money | None, *, now: datetime.datetime, reason: str = "", key: str = ""
) -> Receipt:
    """Undo a receipt by its counter-entry, then write the right one when there is one; all three stay and show.

    The counter-entry keeps the day of the mistake, so that a year's turnover is right again; the books are written on
    the day of the correction, so that yesterday's balance stays what it was. Returns the right receipt, or the
    counter-entry when the money was never there.
    """
    job = receipt.job
    _check_rights(actor, job)
    with transaction.atomic():
        _lock(job)
        name = f"receipt:{job.pk}:{key or uuid.uuid4().hex}"
        again = Receipt.objects.visible_to(actor).filter(job=job, posting__key=name).first()
        if again is not None:
            return again
        if receipt.kind == Kind.CORRECTION:
            raise ValidationError("Une annulation ne se corrige pas : corrigez la ligne écrite ensuite.")
        if Receipt.objects.visible_to(actor).filter(corrects=receipt).exists():
            raise ValidationError(ALREADY_CORRECTED)
        undone = Receipt.objects.create(
            kpa_id=receipt.kpa_id,
            job=job,
            kind=Kind.CORRECTION,
            received_on=receipt.received_on,
            invoiced_on=receipt.invoiced_on,
            cents=-receipt.cents,
            tax=-receipt.tax,
            payer=receipt.payer,
            reference=receipt.reference,
            note=reason,
            corrects=receipt,
            posting=reverse(actor, receipt.posting, actor.today, now=now, reason=reason),
            entered_by_id=actor.user_id,
            entered_at=now,
        )
        if right is None:
            _check_whole(job, 0, 0)
            return undone
        _check(job, right, actor.today)
        return _write(actor, job, right, actor.today, name, now)


def days(received_on: datetime.date, invoiced_on: datetime.date | None) -> dict[str, str | None]:
    """The days turnover counts by, as a posting seals them."""
    return {"received_on": received_on.isoformat(), "invoiced_on": invoiced_on.isoformat() if invoiced_on else None}


def _check_rights(actor: Actor, job: Job) -> None:
    if not access.may_write(actor, job.kpa_id):
        raise PermissionDenied


def _lock(job: Job) -> None:
    """Two people writing for one job take turns: neither gives back what the other just did."""
    Job.objects.select_for_update().get(pk=job.pk)


def _check(job: Job, written: Money, today: datetime.date) -> None:
    """Refuse what cannot be, beside its field."""
    refused: dict[str, list[str]] = {}
    if written.kind not in POSTINGS:
        raise ValidationError("Choisissez une recette, un remboursement ou un impayé.")
    if written.cents <= 0:
        refused["cents"] = ["Écrivez un montant plus grand que zéro."]
    if written.tax < 0:
        refused["tax"] = ["La taxe est zéro ou plus."]
    if written.received_on > today:
        refused["received_on"] = ["Cette date est à venir. Écrivez l'argent le jour où il arrive."]
    if written.invoiced_on is not None and written.invoiced_on > today:
        refused["invoiced_on"] = ["Cette date est à venir. Laissez-la vide tant que la facture n'est pas partie."]
    if refused:
        raise ValidationError(refused)
    sign = -1 if written.kind in OUT else 1
    _check_whole(job, sign * written.cents, sign * written.tax)


def _check_whole(job: Job, cents: int, tax: int) -> None:
    """A job never gives back more than it received, tax neither; `cents` and `tax` are what is about to be written."""
    # unscoped: of a job loaded in scope, locked
    held = Receipt.objects.filter(job=job).order_by()
    known = held.aggregate(cents=Coalesce(Sum("cents"), 0), tax=Coalesce(Sum("tax"), 0))
    after = {"cents": int(known["cents"]) + cents, "tax": int(known["tax"]) + tax}
    for field, what in (("cents", "hors taxes"), ("tax", "de taxe")):
        if after[field] >= 0:
            continue
        if cents < 0:
            told = f"Cette prestation a reçu {euros(int(known[field]))} {what} : on ne peut pas rendre plus."
            raise ValidationError({field: [told]})
        raise ValidationError(
            f"{euros(-after[field])} {what} ont été rendus de plus que ce qui resterait reçu. "
            "Corrigez d'abord le remboursement ou l'impayé."
        )


def _write(
    actor: Actor, job: Job, written: Money, posted_on: datetime.date, key: str, now: datetime.datetime
) -> Receipt:
    """The receipt and its posting, dated `posted_on` in the books."""
    outside = account_for(job.kpa, AccountKind.OUTSIDE, posted_on)
    pot = account_for(job.kpa, AccountKind.POT, posted_on, job=job)
    goes_out = written.kind in OUT
    move = Move(pot.pk, outside.pk, written.cents) if goes_out else Move(outside.pk, pot.pk, written.cents)
    posting = post(
        actor,
        job.kpa,
        POSTINGS[written.kind],
        posted_on,
        [move],
        key=key,
        now=now,
        facts={"job": job.pk, "tax": written.tax, **days(written.received_on, written.invoiced_on)},
        may_go_below=[pot.pk] if goes_out else (),
    )
    sign = -1 if goes_out else 1
    return Receipt.objects.create(
        kpa=job.kpa,
        job=job,
        kind=written.kind,
        received_on=written.received_on,
        invoiced_on=written.invoiced_on,
        cents=sign * written.cents,
        tax=sign * written.tax,
        payer=written.payer,
        reference=written.reference,
        note=written.note,
        posting=posting,
        entered_by_id=actor.user_id,
        entered_at=now,
    )
