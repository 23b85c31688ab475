"""Pay requests: asked, withdrawn, checked by the KPA, accepted or sent back by the host.

Lock order: the participant, then their account. What is asked and what is accepted are counted under both.
"""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from maille.activities.models import Participant
from maille.ledger.models import Account
from maille.ledger.rules.kinds import AccountKind
from maille.network.models import Organisation
from maille.network.models.organisations import host_at
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.models import PayEvent, PayRequest, Payslip
from maille.sharing.models.pay_money import PayMoney, calendar_of, money_of, of_all, state_of
from maille.sharing.rules import pay as rules
from maille.sharing.rules.pay import NEXT, Step
from maille.ui.text import before, euros, month_name

OVER = {
    Step.WITHDRAWN: "Cette demande est retirée.",
    Step.RETURNED: "Cette demande a été renvoyée.",
    Step.ACCEPTED: "Cette demande est déjà acceptée par la structure de portage.",
    Step.CHECKED: "Cette demande est déjà vérifiée.",
    Step.ASKED: "Le KPA n'a pas encore vérifié cette demande.",
    Step.PAID: "Cette demande est déjà payée.",
}


def ask(
    actor: Actor,
    participant: Participant,
    *,
    pay: int | None,
    refund: int = 0,
    keeps_for: str = "",
    now: datetime.datetime,
) -> PayRequest:
    """Ask for an amount of the month's pay, in cents of total cost (None: all that is for pay).

    By the person, or for them by who may write in the KPA ("saisi par X pour Y"). 0 € is a request like another: the
    month's payslip protects benefits. ValidationError beyond what is available, or when the month has its request.
    """
    own = access.is_own_participant(actor, participant)
    if not own and not access.may_write(actor, participant.kpa_id):
        raise PermissionDenied
    host = host_of(participant.kpa, actor.today)
    month = rules.month_asked(actor.today, calendar_of(host.pk))
    with transaction.atomic():
        money = lock(participant)
        refuse_twice(participant, month)
        wanted = money.payable if pay is None else pay
        refuse(wanted, refund, money)
        return PayRequest.objects.create(
            kpa_id=participant.kpa_id,
            host=host,
            participant=participant,
            month=month,
            pay=wanted,
            refund=refund,
            keeps_for=keeps_for,
            asked_on=actor.today,
            entered_by_id=actor.user_id,
            entered_at=now,
            on_behalf=not own,
        )


def withdraw(actor: Actor, request: PayRequest, *, now: datetime.datetime) -> PayEvent:
    """Take it back before anybody checked it; another may be made."""
    if not access.is_own_participant(actor, request.participant) and not access.may_write(actor, request.kpa_id):
        raise PermissionDenied
    with transaction.atomic():
        lock(request.participant)
        return write(actor, request, Step.WITHDRAWN, now=now)


def check(actor: Actor, request: PayRequest, *, now: datetime.datetime) -> PayEvent:
    """The KPA read it and agrees; refused for one's own, and when the balance is no longer enough."""
    if not access.may_check(actor, request):
        raise PermissionDenied
    with transaction.atomic():
        money = lock(request.participant)
        refuse_beyond(request, money.balance)
        return write(actor, request, Step.CHECKED, now=now)


def send_back(actor: Actor, request: PayRequest, note: str, *, now: datetime.datetime) -> PayEvent:
    """Give it back with an explanation the person reads; another may be made."""
    if not access.may_check(actor, request) and not access.may_accept(actor, request):
        raise PermissionDenied
    if not note.strip():
        raise ValidationError({"note": ["Expliquez pourquoi : la personne lira cette phrase."]})
    with transaction.atomic():
        lock(request.participant)
        if state_now(request) == Step.ACCEPTED and not access.may_accept(actor, request):
            raise PermissionDenied
        return write(actor, request, Step.RETURNED, note=note.strip(), now=now)


def accept(actor: Actor, request: PayRequest, *, now: datetime.datetime) -> PayEvent:
    """The host will pay it. All it accepted and has not paid stays within the balance (design: never exceeds)."""
    if not access.may_accept(actor, request):
        raise PermissionDenied
    with transaction.atomic():
        money = lock(request.participant)
        refuse_beyond(request, money.balance - money.accepted)
        return write(actor, request, Step.ACCEPTED, now=now)


def host_of(kpa: Organisation, day: datetime.date) -> Organisation:
    """Who pays in that KPA that day."""
    host = host_at(kpa, day)
    if host is None:
        raise ValidationError(
            f"Aucune structure de portage n'est notée pour {kpa.name} : personne ne peut payer. "
            "Parlez-en à votre KPA, qui la note sur sa page."
        )
    return host


def lock(participant: Participant) -> PayMoney:
    """What they may draw, their requests and their account being ours until the end of the transaction."""
    # unscoped: of a participant loaded in scope
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    held = Account.objects.select_for_update(of=("self",)).filter(kind=AccountKind.INDIVIDUAL, participant=participant)
    list(held.order_by("pk").values_list("pk"))
    return money_of(participant.pk)


def refuse_twice(participant: Participant, month: datetime.date) -> None:
    """One request at a time for a month, and none once it is paid."""
    # unscoped: of a participant loaded in scope
    known = of_all(PayRequest.objects.filter(month=month), [participant.pk]).standing().first()
    if known is not None and state_of(known) == Step.ASKED:
        raise ValidationError(
            f"Il y a déjà une demande pour {month_name(month)}. Retirez-la pour en faire une autre.",
            code="already_asked",
        )
    paid = of_all(Payslip.objects.filter(month=month), [participant.pk]).standing()
    if known is not None or paid.exists():
        raise ValidationError(
            f"La paie {before('de', month_name(month))} est déjà en route. La suivante se demande après la date limite "
            "de ce mois.",
            code="already_asked",
        )


def refuse(pay: int, refund: int, money: PayMoney) -> None:
    """Say, beside the field, what cannot be asked and what can."""
    found = rules.problems(pay, refund, available=money.available, refundable=money.refundable)
    told = {
        "negative": "Écrivez un montant positif.",
        "not_advanced": f"Vous pouvez demander au plus {euros(money.refundable)} de frais avancés.",
        "beyond_balance": f"Vous pouvez demander au plus {euros(money.available)} en tout.",
        "advanced": f"Vous pouvez demander au plus {euros(money.payable)} pour la paie. Le reste, ce sont des frais "
        "avancés : ils se rendent à part, sans cotisations.",
    }
    if found:
        raise ValidationError({field: [told[why]] for field, why in found.items()})


def refuse_beyond(request: PayRequest, left: int) -> None:
    """A draw never exceeds the balance."""
    if request.total > max(left, 0):
        raise ValidationError(
            f"Le solde ne suffit plus : {request.participant} demande {euros(request.total)} et dispose de "
            f"{euros(max(left, 0))}. Renvoyez la demande avec une explication.",
            code="not_enough",
        )


def state_now(request: PayRequest) -> Step:
    """Where it stands, read again: whoever locked may have waited."""
    # unscoped: of a request loaded in scope
    whats = PayEvent.objects.filter(request=request).order_by("pk").values_list("what", flat=True)
    return rules.state_of(Step(what) for what in whats)


def write(actor: Actor, request: PayRequest, step: Step, *, now: datetime.datetime, note: str = "") -> PayEvent:
    """The event, when it may follow; the request's participant is locked."""
    state = state_now(request)
    if step not in NEXT[state]:
        raise ValidationError(OVER[state], code="over")
    try:
        with transaction.atomic():
            return PayEvent.objects.create(
                request=request, what=step.value, on=actor.today, note=note, at=now, by_id=actor.user_id
            )
    except IntegrityError:
        raise ValidationError(OVER[step], code="over") from None
