"""What jobs received and what a KPA sold: read from receipts, corrections and refunds counted."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Max, Q, Sum
from django.db.models.functions import Coalesce

from maille.sharing.models.pots import Receipt


@dataclass(frozen=True)
class Received:
    """What a job received, less what went back, in cents."""

    cents: int = 0
    """Excluding tax: the income the rule shares."""
    tax: int = 0
    last_on: datetime.date | None = None
    """Day of the last receipt that stands (neither corrected nor a refund); None while nothing came."""


def received(job_ids: Iterable[int], day: datetime.date | None = None) -> dict[int, Received]:
    """Job → what it received, up to that day included (None: all days); every job asked is there. One query."""
    found = {each: Received() for each in job_ids}
    # unscoped: of jobs loaded in scope
    rows = Receipt.objects.filter(job__in=list(found)).order_by().values("job_id")
    if day is not None:
        rows = rows.filter(received_on__lte=day)
    standing = Q(kind=Receipt.Kind.RECEIPT, corrected_by__isnull=True)
    sums = rows.annotate(
        cents_=Coalesce(Sum("cents"), 0), tax_=Coalesce(Sum("tax"), 0), last=Max("received_on", filter=standing)
    )
    for row in sums:
        found[row["job_id"]] = Received(int(row["cents_"]), int(row["tax_"]), row["last"])
    return found


def turnover_of(
    kpas: Iterable[int], start: datetime.date, end: datetime.date, by: Literal["receipt", "invoice"] = "receipt"
) -> dict[int, int]:
    """KPA → cents excluding tax of that period, both days included; refunds, bad debts and corrections counted.

    By the day the money came, or by the day of the invoice; what has no invoice counts on the day it came. One query.
    """
    found = dict.fromkeys(kpas, 0)
    day = "received_on" if by == "receipt" else "on"
    # unscoped: of KPAs in scope
    rows = Receipt.objects.filter(kpa__in=list(found)).annotate(on=Coalesce("invoiced_on", "received_on"))
    within = rows.filter(**{f"{day}__gte": start, f"{day}__lte": end}).order_by().values("kpa_id")
    for row in within.annotate(total=Coalesce(Sum("cents"), 0)):
        found[row["kpa_id"]] = int(row["total"])
    return found
