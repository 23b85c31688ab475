"""Lines of distributions read together: totals, and somebody's across jobs."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, Sum

from maille.activities.models import Participant
from maille.sharing.models.distributions import Distribution, DistributionEvent, DistributionLine


def totals_of(distribution_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Distribution → recipient → cents, in the order of the lines; one query."""
    found: dict[int, dict[str, int]] = {each: {} for each in distribution_ids}
    # unscoped: of distributions loaded in scope
    rows = DistributionLine.objects.filter(distribution__in=list(found)).order_by("distribution", "rank")
    for distribution, recipient, cents in rows.values_list("distribution", "recipient", "cents"):
        totals = found[distribution]
        totals[recipient] = totals.get(recipient, 0) + cents
    return found


def lines_of(participants: Iterable[Participant]) -> QuerySet[DistributionLine]:
    """Lines of these participants across distributions posted and not undone, each job's latest alone; unordered.

    For statements: `posting.facts["distribution"]` of a movement names the distribution its line explains.
    """
    # unscoped: of participants loaded in scope
    standing = Distribution.objects.standing()
    followed = Q(distribution__followed_by__in=standing.values("pk"))
    found = DistributionLine.objects.filter(participant__in=list(participants), distribution__in=standing.values("pk"))
    return found.exclude(followed).select_related("distribution__job").order_by()


def given_by_job(participants: Iterable[Participant]) -> dict[int, int]:
    """Job → cents these participants hold from it by posted distributions; one query."""
    rows = lines_of(participants).values("distribution__job").annotate(total=Sum("cents"))
    return {job: int(total) for job, total in rows.values_list("distribution__job", "total")}


def distribution_of(posting_ids: Iterable[int]) -> dict[int, int]:
    """Posting → the distribution it wrote, or undid; one query, for statements that link to it."""
    # unscoped: of postings loaded in scope
    found = DistributionEvent.objects.filter(posting__in=list(posting_ids)).order_by()
    return {posting: each for posting, each in found.values_list("posting", "distribution") if posting is not None}
