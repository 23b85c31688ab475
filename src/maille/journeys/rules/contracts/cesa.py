"""What a CESA announces from its first day: when its holder must be an associate, and the longest trial."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from maille.journeys.rules.contracts.facts import Held, Limits
from maille.journeys.rules.contracts.lengths import ONE_DAY, Length, length
from maille.journeys.rules.dates import add_months
from maille.network.rules.stages import ContractKind


@dataclass(frozen=True)
class Deadlines:
    """The days the law sets, shortened by the CAPE held before with the same cooperative."""

    cape: Length
    associate_by: datetime.date | None
    """Associate at the latest that day (C. trav. L7331-3: three years, less the CAPE)."""
    trial_until: datetime.date | None
    """The last day of the longest trial (C. trav. L7331-2: eight months, less the CAPE); None when none is left."""


def deadlines(limits: Limits, started_on: datetime.date, host_id: int, held: Iterable[Held]) -> Deadlines:
    """From `started_on`, with that host; the CAPE counts up to the eve, and only its signed days."""
    eve = started_on - ONE_DAY
    spans = [
        (start, min(end, eve))
        for each in held
        if each.kind == ContractKind.CAPE and each.host_id == host_id
        for start, end in each.spans
    ]
    cape = length(spans)
    associate = None
    if limits.associate_months is not None:
        associate = max(less(started_on, limits.associate_months, cape), started_on)
    trial = None
    if limits.trial_months is not None:
        end = less(started_on, limits.trial_months, cape) - ONE_DAY
        trial = end if end >= started_on else None
    return Deadlines(cape, associate, trial)


def less(start: datetime.date, months: int, spent: Length) -> datetime.date:
    """The day so many months after `start`, less what is already spent: months first, then days."""
    return add_months(start, months - spent.months) - datetime.timedelta(days=spent.days)
