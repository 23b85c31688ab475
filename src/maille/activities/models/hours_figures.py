"""Hours as figures: minutes given per KPA, nature of work, paid or not. Zero-euro work counts (field notes, pain 5)."""

import datetime
from collections.abc import Iterable, Mapping

from django.db.models import Sum

from maille.activities.models.contributions import Contribution, GivenQuerySet
from maille.activities.rules.kinds import WorkKind

Hours = dict[tuple[int, WorkKind, bool], int]
"""(KPA's id, nature, paid) → minutes."""


def hours_by_kind(kpas: Iterable[int], start: datetime.date, end: datetime.date) -> Hours:
    """Standing minutes of these KPAs, by id, both days included; one query whatever their number."""
    return tally(Contribution.objects.filter(kpa_id__in=list(kpas)).between(start, end))


def tally(found: GivenQuerySet) -> Hours:
    """The same for any contributions: those that stand, summed; one query."""
    rows = found.standing().order_by().values_list("kpa_id", "role__kind", "paid").annotate(Sum("minutes"))
    return {(kpa, WorkKind(kind), paid): minutes for kpa, kind, paid, minutes in rows}


def unpaid_percent(hours: Mapping[tuple[int, WorkKind, bool], int]) -> int | None:
    """The unpaid share of these hours in whole percents, half up; `None` when nobody worked."""
    total = sum(hours.values())
    unpaid = sum(minutes for (_, _, paid), minutes in hours.items() if not paid)
    return (200 * unpaid + total) // (2 * total) if total else None
