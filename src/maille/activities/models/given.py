"""What counts for a job: the standing lines of work and of money advanced, as the composer of a share reads them."""

from maille.activities.models.contributions import Contribution, Expense
from maille.activities.models.jobs import Job


def contributions_of(job: Job) -> list[Contribution]:
    """Its standing lines of work in the order of day and id, with role and participant; one query.

    Paid and unpaid: whoever shares money keeps those with `paid` (design: unpaid work counts and shows, elsewhere).
    """
    # unscoped: of a job loaded in scope
    found = Contribution.objects.standing().filter(job=job).told().select_related("role")
    return list(found.order_by("day", "pk"))


def expenses_of(job: Job) -> list[Expense]:
    """Its standing expenses in the order of day and id, with who advanced the money; one query."""
    # unscoped: of a job loaded in scope
    return list(Expense.objects.standing().filter(job=job).told().order_by("day", "pk"))
