"""Contracts that need attention, as querysets of journeys: ending, waiting for signatures, outliving the journey."""

import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from maille.journeys.models.contracts import ContractPeriod
from maille.journeys.models.journeys import Journey, JourneyQuerySet
from maille.journeys.models.reading_contracts import laws_at
from maille.journeys.rules.contracts.facts import Limits
from maille.journeys.rules.contracts.status import SIGNING_SOON
from maille.network.rules.roles import Actor

ENDED_FOR = datetime.timedelta(days=60)
"""How long a contract that has ended is still shown as such; afterwards the person is simply without a contract."""
LEFT_FOR = datetime.timedelta(days=366)
"""How long after a journey's end a contract still running is shown."""


def holding(day: datetime.date) -> QuerySet[ContractPeriod]:
    """Periods signed by that day, of contracts not terminated."""
    return ContractPeriod.objects.filter(signed_on__lte=day, contract__termination__isnull=True)


def announced(laws: dict[str, Limits], day: datetime.date) -> Q:
    """Ends close enough to be announced that day: the law says how many days ahead, for each kind."""
    kinds = [
        Q(contract__kind=kind, ends_on__lte=day + datetime.timedelta(days=max(law.notice_days)))
        for kind, law in sorted(laws.items())
        if law.notice_days
    ]
    return reduce(or_, kinds, Q(pk__in=[]))


def contracts_ending(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Journeys under way whose last contract ends within the notice, or has just ended; `contract_day` is that end."""
    near = announced(laws_at(day), day)
    ends = holding(day).filter(near, ends_on__gte=day - ENDED_FOR)
    lasting = holding(day).filter(contract__journey=OuterRef("pk")).exclude(near)
    last = ends.filter(contract__journey=OuterRef("pk")).order_by("-ends_on").values("ends_on")[:1]
    journeys = Journey.objects.visible_to(actor).at(day).filter(pk__in=ends.order_by().values("contract__journey"))
    return journeys.filter(~Exists(lasting.order_by())).annotate(contract_day=Subquery(last))


def contracts_to_sign(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Journeys with a contract to sign that begins soon, or should have begun; `contract_day` is its first day."""
    drafts = ContractPeriod.objects.filter(
        signed_on__isnull=True,
        withdrawn_at__isnull=True,
        contract__termination__isnull=True,
        started_on__lte=day + SIGNING_SOON,
    )
    first = drafts.filter(contract__journey=OuterRef("pk")).order_by("started_on").values("started_on")[:1]
    journeys = Journey.objects.visible_to(actor).filter(pk__in=drafts.order_by().values("contract__journey"))
    return journeys.annotate(contract_day=Subquery(first))


def contracts_left_running(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Journeys over whose contract still runs: it does not end by itself; `contract_day` is the journey's end."""
    running = holding(day).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), started_on__lte=day)
    over = Journey.objects.visible_to(actor).filter(ended_on__lte=day, ended_on__gt=day - LEFT_FOR)
    return over.filter(Exists(running.filter(contract__journey=OuterRef("pk")).order_by())).annotate(
        contract_day=F("ended_on")
    )


CONTRACT_GROUPS = {
    "contrats-a-signer": contracts_to_sign,
    "contrats-a-finir": contracts_ending,
    "contrats-apres-sortie": contracts_left_running,
}
"""Key of a group of the week → its journeys."""
