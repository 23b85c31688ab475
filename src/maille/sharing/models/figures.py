"""Work and money seen from above: per KPA over a period, in a number of queries that depends on neither."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from maille.activities.models import Contribution, Job
from maille.activities.models.hours_figures import hours_by_kind
from maille.activities.rules.kinds import JobState, PotKind
from maille.ledger.models import Transfer
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.sharing.models.distributions import DistributionEvent, DistributionLine
from maille.sharing.models.money_in import turnover_of
from maille.sharing.rules.figures import Figures

COLUMN = {
    AccountKind.COLLECTIVE.value: "collective",
    AccountKind.HOST.value: "host",
    AccountKind.SOLIDARITY.value: "funds",
    AccountKind.COMMONS.value: "funds",
}
"""Kind of account that received a share → its figure; individual ones by whose they are."""
What = DistributionEvent.What


def figures_of(kpas: Collection[int], start: datetime.date, end: datetime.date) -> dict[int, Figures]:
    """The figures of each of these KPAs, both days included."""
    found: dict[int, dict[str, Any]] = {kpa: defaultdict(int) for kpa in kpas}
    for kpa, jobs in _jobs(kpas, start, end):
        found[kpa]["jobs"] = jobs
    # unscoped: of KPAs in scope
    given = Contribution.objects.filter(kpa__in=kpas, day__range=(start, end)).standing().order_by()
    for kpa, people in given.values_list("kpa").annotate(Count("participant", distinct=True)):
        found[kpa]["people"] = people
    for (kpa, kind, paid), minutes in hours_by_kind(kpas, start, end).items():
        found[kpa].setdefault("hours", {})[kind.value, paid] = minutes
    for kpa, cents in turnover_of(kpas, start, end).items():
        found[kpa]["income"] = cents
    for side, other, sign in (("target", "source", 1), ("source", "target", -1)):
        for row in _shared(kpas, start, end, side, other):
            found[row["posting__kpa_id"]][_column(row[f"{side}__kind"], row["of_team"])] += sign * int(row["total"])
    for what, sign in ((What.POSTED, 1), (What.REVERSED, -1)):
        for path, side_sign in (("distribution", 1), ("distribution__followed_by", -1)):
            for kpa, cents in _given_back(kpas, start, end, path, what):
                found[kpa]["given_back"] += sign * side_sign * int(cents)
    return {kpa: Figures(**numbers) for kpa, numbers in found.items()}


def _jobs(kpas: Collection[int], start: datetime.date, end: datetime.date) -> Any:
    """KPA, jobs done whose last day is in the period."""
    # unscoped: of KPAs in scope
    done = Job.objects.filter(kpa__in=kpas, state__in=[JobState.DONE, JobState.CLOSED]).exclude(kind=PotKind.BUDGET)
    dated = done.annotate(last=Coalesce("ends_on", "starts_on")).filter(last__range=(start, end))
    return dated.order_by().values_list("kpa").annotate(Count("pk"))


def _shared(kpas: Collection[int], start: datetime.date, end: datetime.date, side: str, other: str) -> Any:
    """What moved between pots and accounts by distributions and their reversals, by KPA, kind of account and owner."""
    by_distribution = Q(posting__kind=PostingKind.DISTRIBUTION) | Q(posting__reverses__kind=PostingKind.DISTRIBUTION)
    # unscoped: of KPAs in scope
    moved = Transfer.objects.filter(
        by_distribution, posting__kpa__in=kpas, day__range=(start, end), **{f"{other}__kind": AccountKind.POT}
    )
    of_team = Q(**{f"{side}__participant__user__isnull": False})
    rows = moved.order_by().values("posting__kpa_id", f"{side}__kind", of_team=of_team)
    return rows.annotate(total=Sum("cents"))


def _column(kind: str, of_team: bool) -> str:
    if kind == AccountKind.INDIVIDUAL:
        return "team" if of_team else "cooperants"
    return COLUMN[kind]


def _given_back(kpas: Collection[int], start: datetime.date, end: datetime.date, path: str, what: str) -> Any:
    """Costs given back to people by lines of distributions posted (or undone) then, or of those they follow."""
    # unscoped: of KPAs in scope
    lines = DistributionLine.objects.filter(
        distribution__kpa__in=kpas,
        kind="reimburse",
        participant__isnull=False,
        **{f"{path}__events__what": what, f"{path}__events__on__range": (start, end)},
    )
    return lines.order_by().values_list("distribution__kpa").annotate(Sum("cents"))
