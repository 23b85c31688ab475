"""Who has a line in a month's pay: everybody with a contract in force that month, even at 0 €."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from maille.activities.models import Participant
from maille.journeys.models import ContractPeriod, Journey, Termination
from maille.network.models import Relation
from maille.network.models.organisations import RelationKind
from maille.sharing.models.pay import PayRequest, Payslip
from maille.sharing.rules import pay as rules


def in_pay(journeys: QuerySet[Journey], month: datetime.date, host_id: int | None = None) -> QuerySet[Journey]:
    """Of these journeys, the latest of each person in each KPA who has a line that month.

    A line comes from a contract in force at least one day of the month, from a request or from a payslip. With a host,
    of those whose contract, request or payslip is with it.
    """
    end = rules.last_day(month)
    later = Journey.objects.filter(person=OuterRef("person"), kpa=OuterRef("kpa"), entered_on__lte=end).filter(
        Q(entered_on__gt=OuterRef("entered_on")) | Q(entered_on=OuterRef("entered_on"), pk__gt=OuterRef("pk"))
    )
    of_host = {} if host_id is None else {"host_id": host_id}
    periods = ContractPeriod.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=month),
        ~Exists(Termination.objects.filter(contract=OuterRef("contract"), ended_on__lt=month)),
        contract__journey__person=OuterRef("person"),
        contract__kpa=OuterRef("kpa"),
        signed_on__isnull=False,
        signed_on__lte=end,
        started_on__lte=end,
        withdrawn_at__isnull=True,
        **({} if host_id is None else {"contract__host_id": host_id}),
    )
    # unscoped: only asked whether there is one, for journeys of the scope
    theirs = {"participant__person": OuterRef("person"), "participant__kpa": OuterRef("kpa"), "month": month, **of_host}
    requests, slips = PayRequest.objects.filter(**theirs), Payslip.objects.filter(**theirs)
    return journeys.filter(
        Q(Exists(periods.order_by())) | Q(Exists(requests.order_by())) | Q(Exists(slips.order_by())),
        ~Exists(later.order_by()),
        entered_on__lte=end,
    )


def team_in_pay(
    participants: QuerySet[Participant], month: datetime.date, host_id: int | None = None
) -> QuerySet[Participant]:
    """People of the team, here by their account, with a request or a payslip that month."""
    of_host = {} if host_id is None else {"host_id": host_id}
    # unscoped: only asked whether there is one, for participants of the scope
    theirs = {"participant": OuterRef("pk"), "month": month, **of_host}
    requests, slips = PayRequest.objects.filter(**theirs), Payslip.objects.filter(**theirs)
    return participants.filter(
        Q(Exists(requests.order_by())) | Q(Exists(slips.order_by())), person__isnull=True
    ).select_related("user", "person", "kpa")


def hosted(host_id: int, month: datetime.date) -> QuerySet[Relation, int]:
    """The KPAs a host carries at least one day of that month, by id."""
    # unscoped: of a host the actor is a referent of
    held = Relation.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=month),
        source_id=host_id,
        kind=RelationKind.HOST,
        started_on__lte=rules.last_day(month),
    )
    return held.order_by().values_list("target_id", flat=True)
