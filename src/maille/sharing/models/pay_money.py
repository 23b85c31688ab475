"""What people may draw: balances, what is asked already, expenses the rule gave back; constant queries for a page."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from maille.activities.models import Contribution
from maille.ledger.models import Account, balances_of
from maille.ledger.rules.kinds import AccountKind
from maille.sharing.models.distributions import Distribution, DistributionLine
from maille.sharing.models.pay import PayCalendar, PayEvent, PayRequest, PayRequestQuerySet, Payslip
from maille.sharing.rules import pay as rules
from maille.sharing.rules.pay import CutOff, Step


@dataclass(frozen=True)
class PayMoney:
    """What one participant may draw, in cents."""

    balance: int = 0
    waiting: int = 0
    """Asked and not yet paid: pay and expenses."""
    waiting_refund: int = 0
    accepted: int = 0
    """Of what is waiting, what the host accepted."""
    accepted_refund: int = 0
    reimbursed: int = 0
    """Expenses advanced, as posted distributions reimbursed them."""
    given_back: int = 0
    """Of those, what was paid back with payslips."""

    @property
    def available(self) -> int:
        """What may still be asked."""
        return rules.available(self.balance, [self.waiting])

    @property
    def payable(self) -> int:
        """Of what may still be asked, what is for pay: without the expenses to give back."""
        return self.available - self.refundable

    @property
    def free(self) -> int:
        """What a contribution may take: neither what the host accepted to pay, nor expenses to give back."""
        to_give_back = max(self.reimbursed - self.given_back - self.accepted_refund, 0)
        return max(self.balance - self.accepted - to_give_back, 0)

    @property
    def refundable(self) -> int:
        """Of what may still be asked, what is expenses to give back."""
        left = rules.refundable(self.reimbursed, self.given_back, [self.waiting_refund])
        return min(left, self.available)


def calendar_of(host_id: int) -> list[CutOff]:
    """The cut-offs of a host, from its dated calendars; one query."""
    # unscoped: until when requests are taken is said to whoever asks
    found = PayCalendar.objects.filter(host_id=host_id).values_list("valid_from", "cut_off_day")
    return [CutOff(since, day) for since, day in found.order_by("valid_from")]


def money_of(participant_id: int) -> PayMoney:
    """The same for one."""
    return money_of_all([participant_id])[participant_id]


def money_of_all(participant_ids: Iterable[int]) -> dict[int, PayMoney]:
    """What each may draw; seven queries whatever their number."""
    ids = list(participant_ids)
    # unscoped: of participants loaded in scope
    accounts = dict(
        Account.objects.filter(kind=AccountKind.INDIVIDUAL, participant__in=ids).values_list("pk", "participant_id")
    )
    balances: dict[int, int] = defaultdict(int)
    for account_id, held in balances_of(list(accounts)).items():
        owner = accounts[account_id]
        if owner is not None:
            balances[owner] += held
    # unscoped: of participants loaded in scope
    waiting = _sums(PayRequest.objects.filter(participant__in=ids).waiting())
    accepted = _sums(PayRequest.objects.filter(participant__in=ids).accepted())
    given_back = given_back_to(ids)
    reimbursed = reimbursed_to(ids)
    return {
        pk: PayMoney(
            balance=balances[pk],
            waiting=sum(waiting.get(pk, (0, 0))),
            waiting_refund=waiting.get(pk, (0, 0))[1],
            accepted=sum(accepted.get(pk, (0, 0))),
            accepted_refund=accepted.get(pk, (0, 0))[1],
            reimbursed=reimbursed.get(pk, 0),
            given_back=given_back.get(pk, 0),
        )
        for pk in ids
    }


def of_all(rows: Any, participant_ids: Iterable[int]) -> Any:
    """Rows of these participants and of those joined to them (docs/decisions/014); `owner` is who goes on.

    A queryset of anything with a participant, and the same kind back.
    """
    ids = list(participant_ids)
    theirs = rows.filter(Q(participant__in=ids) | Q(participant__joined_to__in=ids))
    return theirs.annotate(owner=Coalesce("participant__joined_to", "participant"))


def given_back_to(participant_ids: Iterable[int]) -> dict[int, int]:
    """Expenses paid back to each with payslips; one query."""
    # unscoped: of participants loaded in scope
    given = of_all(Payslip.objects.standing(), participant_ids).order_by().values("owner")
    return {row["owner"]: int(row["total"]) for row in given.annotate(total=Sum("refund"))}


def to_give_back(participant_ids: Iterable[int]) -> dict[int, int]:
    """Expenses each advanced and has not been paid back: on her account, and not for pay; two queries."""
    ids = list(participant_ids)
    given_back = given_back_to(ids)
    reimbursed = reimbursed_to(ids)
    return {pk: max(0, reimbursed[pk] - given_back.get(pk, 0)) for pk in ids if pk in reimbursed}


def reimbursed_to(participant_ids: Iterable[int]) -> dict[int, int]:
    """What posted distributions reimbursed to each: the last one standing of each job tells it cumulated."""
    # unscoped: of participants loaded in scope
    stand = Distribution.objects.standing().values("pk")
    later = Distribution.objects.standing().filter(
        job=OuterRef("distribution__job"), pk__gt=OuterRef("distribution_id")
    )
    lines = DistributionLine.objects.filter(~Exists(later.order_by()), kind="reimburse", distribution__in=stand)
    found = of_all(lines, participant_ids).order_by().values("owner").annotate(total=Sum("cents"))
    return {row["owner"]: int(row["total"]) for row in found}


def _sums(requests: PayRequestQuerySet) -> dict[int, tuple[int, int]]:
    """Participant → pay and expenses these requests ask."""
    found = requests.order_by().values("participant").annotate(asked=Sum("pay"), back=Sum("refund"))
    return {row["participant"]: (int(row["asked"]), int(row["back"])) for row in found}


def steps_of(request: PayRequest) -> list[PayEvent]:
    """What happened to a request, in order; prefetch `events` for a list."""
    return sorted(request.events.all(), key=lambda event: event.pk)


def state_of(request: PayRequest) -> Step:
    """Where it stands."""
    return rules.state_of(Step(event.what) for event in steps_of(request))


def hours_of(participant_ids: Iterable[int], month: datetime.date) -> dict[int, int]:
    """Minutes of paid work each gave in that month, from contributions that stand; one query."""
    # unscoped: of participants loaded in scope
    found = Contribution.objects.standing().filter(paid=True, day__gte=month, day__lte=rules.last_day(month))
    totals = of_all(found, participant_ids).order_by().values("owner").annotate(total=Sum("minutes"))
    return {row["owner"]: int(row["total"]) for row in totals}
