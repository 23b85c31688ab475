"""What the host recorded of payslips: the cost leaves the person's account, expenses advanced are given back beside.

Append-only: a mistake is corrected by a payslip that replaces it, its postings reversed. Lock order: the participant,
then accounts by id.
"""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from maille.activities.models import Participant
from maille.ledger.actions import account_for, post, reverse
from maille.ledger.models import Posting
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.models import Organisation
from maille.network.models.organisations import host_at
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.actions.pay import host_of, lock, state_now, write
from maille.sharing.models import PayRequest, Payslip
from maille.sharing.models.pay_money import PayMoney, of_all
from maille.sharing.rules import pay as rules
from maille.sharing.rules.pay import Step
from maille.ui.text import before, euros, month_name


@dataclass(frozen=True)
class Slip:
    """What is typed of a payslip, in cents; `refund` is beside it, and no pay."""

    cost: int
    gross: int
    net: int
    paid_on: datetime.date
    refund: int = 0
    hours: Decimal | None = None
    reference: str = ""


def payer(participant: Participant, month: datetime.date) -> Organisation:
    """Who pays that month: the host at its end, else at its beginning."""
    end = rules.last_day(month)
    return host_at(participant.kpa, end) or host_of(participant.kpa, month)


def record(
    actor: Actor, participant: Participant, month: datetime.date, slip: Slip, *, now: datetime.datetime
) -> Payslip:
    """Note a month's payslip, even at 0 €: the balance is debited by the cost and by the expenses given back.

    Money is only drawn on a request the host accepted. ValidationError, by field, otherwise; beyond the balance too.
    """
    host = payer(participant, month)
    if not access.may_pay(actor, host.pk, participant):
        raise PermissionDenied
    check(actor, month, slip)
    with transaction.atomic():
        money = lock(participant)
        # unscoped: of a participant loaded in scope
        if of_all(Payslip.objects.filter(month=month), [participant.pk]).exists():
            raise ValidationError(
                f"Le bulletin {before('de', month_name(month))} est déjà noté. Ouvrez-le pour le corriger.",
                code="already_recorded",
            )
        request = request_of(participant, month, slip)
        refuse_beyond(slip, request, money)
        made = _write(actor, participant, host, month, slip, request, f"{participant.pk}:{month:%Y-%m}", now)
        if request is not None:
            write(actor, request, Step.PAID, now=now)
    return made


def correct(actor: Actor, known: Payslip, slip: Slip, note: str, *, now: datetime.datetime) -> Payslip:
    """Write the right payslip over a wrong one: the former stays, its postings reversed, and both show."""
    participant, month = known.participant.joined_to or known.participant, known.month
    if not access.may_pay(actor, known.host_id, participant):
        raise PermissionDenied
    check(actor, month, slip)
    if not note.strip():
        raise ValidationError({"note": ["Dites pourquoi vous corrigez ce bulletin."]})
    with transaction.atomic():
        lock(participant)
        # unscoped: of a payslip loaded in scope
        if Payslip.objects.filter(replaces=known).exists():
            raise ValidationError("Ce bulletin vient d'être corrigé. Rechargez la page.", code="already_recorded")
        for posting in (known.posting, known.refund_posting):
            if posting is not None:
                reverse(actor, posting, actor.today, now=now, reason=note.strip())
        money = lock(participant)
        money = replace(money, given_back=money.given_back - known.refund)
        request = known.request or request_of(participant, month, slip)
        refuse_beyond(slip, request, money)
        name = f"{participant.pk}:{month:%Y-%m}:{known.pk}"
        made = _write(actor, participant, known.host, month, slip, request, name, now, known, note.strip())
        if request is not None and state_now(request) == Step.ACCEPTED:
            write(actor, request, Step.PAID, now=now)
    return made


def check(actor: Actor, month: datetime.date, slip: Slip) -> None:
    """Refuse what cannot be, beside its field."""
    refused: dict[str, list[str]] = {}
    if slip.gross > slip.cost:
        refused["gross"] = ["Le brut ne dépasse pas le coût total. Vérifiez les deux."]
    if slip.net > slip.gross:
        refused["net"] = ["Le net ne dépasse pas le brut. Vérifiez les deux."]
    if slip.cost and not slip.gross:
        refused["gross"] = ["Écrivez le brut du bulletin."]
    if slip.paid_on > actor.today:
        refused["paid_on"] = ["Cette date est à venir. Notez le bulletin le jour de la paie, ou après."]
    if slip.paid_on < month:
        refused["paid_on"] = [f"La paie {before('de', month_name(month))} ne peut pas être plus tôt que ce mois."]
    if slip.hours is not None and slip.hours > 400:
        refused["hours"] = ["Plus de 400 heures dans un mois : vérifiez ce nombre."]
    if refused:
        raise ValidationError(refused)


def request_of(participant: Participant, month: datetime.date, slip: Slip) -> PayRequest | None:
    """What the person asked for that month and the host accepted; money is drawn on nothing else."""
    # unscoped: of a participant loaded in scope
    request = PayRequest.objects.filter(participant=participant, month=month).standing().first()
    state = state_now(request) if request is not None else None
    if request is not None and state == Step.ACCEPTED:
        return request
    if request is not None and request.total and not slip.cost and not slip.refund:
        raise ValidationError(
            f"{participant} demande {euros(request.total)} pour ce mois. Acceptez sa demande ou renvoyez-la, "
            "puis notez le bulletin."
        )
    if slip.cost or slip.refund:
        why = "sa demande n'est pas encore acceptée" if request is not None else "aucune demande n'est notée"
        raise ValidationError(
            f"{participant} : {why} pour {month_name(month)}. L'argent ne sort d'un compte que sur une demande "
            "acceptée. Notez-la d'abord."
        )
    return None


def refuse_beyond(slip: Slip, request: PayRequest | None, money: PayMoney) -> None:
    """Never beyond the balance, nor expenses beyond what was reimbursed to the person; beyond what was asked, neither
    what is accepted for another month nor the expenses still to give back.
    """
    asked = request.total if request is not None else 0
    others = max(money.accepted - (asked if request is not None and state_now(request) == Step.ACCEPTED else 0), 0)
    advanced = max(money.reimbursed - money.given_back - slip.refund, 0)
    missing = rules.draw_allowed(slip.cost, slip.refund, asked, money.balance, others + advanced)
    if missing:
        kept = f", dont {euros(others)} déjà acceptés pour un autre mois" if others else ""
        kept += f", dont {euros(advanced)} de frais avancés à rendre" if advanced else ""
        raise ValidationError(
            {
                "cost": [
                    f"Le compte a {euros(money.balance)}{kept} : il manque {euros(missing)}. Un retrait ne dépasse "
                    "jamais le solde. Reprenez le bulletin, ou demandez au KPA d'abonder le compte."
                ]
            },
            code="not_enough",
        )
    if slip.refund > max(money.reimbursed - money.given_back, request.refund if request is not None else 0):
        most = euros(max(money.reimbursed - money.given_back, 0))
        raise ValidationError({"refund": [f"Les frais avancés encore à rendre sont de {most}."]})


def _write(
    actor: Actor,
    participant: Participant,
    host: Organisation,
    month: datetime.date,
    slip: Slip,
    request: PayRequest | None,
    name: str,
    now: datetime.datetime,
    replaces: Payslip | None = None,
    note: str = "",
) -> Payslip:
    """The payslip and its postings; nothing is posted at 0 €."""
    # A correction is written in the books on its own day: yesterday's balance stays what it was.
    day = slip.paid_on if replaces is None else actor.today
    facts = {"month": f"{month:%Y-%m}", "gross": slip.gross, "net": slip.net}
    posting = _post(actor, participant, PostingKind.PAY, slip.cost, day, f"pay:{name}", facts, now)
    back = _post(actor, participant, PostingKind.REFUND_PAID, slip.refund, day, f"refund_paid:{name}", facts, now)
    return Payslip.objects.create(
        kpa_id=participant.kpa_id,
        host=host,
        participant=participant,
        month=month,
        cost=slip.cost,
        gross=slip.gross,
        net=slip.net,
        refund=slip.refund,
        paid_on=slip.paid_on,
        hours=slip.hours,
        reference=slip.reference,
        request=request,
        posting=posting,
        refund_posting=back,
        replaces=replaces,
        note=note,
        entered_by_id=actor.user_id,
        entered_at=now,
    )


def _post(
    actor: Actor,
    participant: Participant,
    kind: PostingKind,
    cents: int,
    day: datetime.date,
    key: str,
    facts: dict[str, object],
    now: datetime.datetime,
) -> Posting | None:
    """Cents out of the person's account; None when there is nothing to move."""
    if not cents:
        return None
    kpa = participant.kpa
    source = account_for(kpa, AccountKind.INDIVIDUAL, day, participant=participant)
    target = account_for(kpa, AccountKind.OUTSIDE, day)
    shown = {"month": facts["month"]} if kind == PostingKind.REFUND_PAID else facts
    return post(actor, kpa, kind, day, [Move(source.pk, target.pk, cents)], key=key, now=now, facts=shown)
