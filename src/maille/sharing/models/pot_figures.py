"""What a job's pot holds, what left it, and to whom: read from the books and from the distribution that stands."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from maille.activities.models import Job
from maille.activities.models.jobs import JobQuerySet
from maille.ledger.models import Account, Transfer, balance_of
from maille.ledger.rules.kinds import AccountKind
from maille.sharing.models.distributions import Distribution, DistributionLine
from maille.sharing.models.pots import Receipt
from maille.sharing.rules.recipients import HOST

REIMBURSED, PEOPLE, GROUP, CARRIED = "Frais remboursés", "Personnes", "Groupe et fonds", "Structure de portage"


@dataclass(frozen=True)
class Pot:
    """A pot at the end of a day, in cents: what came less what went back is what waits and what was shared."""

    came: int
    """Receipts excluding tax, before anything went back; mistakes corrected are not in it."""
    went_back: int
    """Refunds and bad debts."""
    tax: int
    waiting: int
    """What the books hold; below zero when money went back after it was shared."""
    shared_between: tuple[tuple[str, int], ...]
    """Where the shared part went, in words; empty while nothing is, or when the books say otherwise."""

    @property
    def received(self) -> int:
        """What came less what went back."""
        return self.came - self.went_back

    @property
    def shared(self) -> int:
        """What left the pot for people and accounts."""
        return self.received - self.waiting


def pot_of(job: Job, day: datetime.date | None = None) -> Pot:
    """The pot of a job loaded in scope, at the end of that day as the books had it. Five queries at most."""
    # unscoped: of a job loaded in scope
    written = Receipt.objects.filter(job=job) if day is None else Receipt.objects.filter(job=job, posting__day__lte=day)
    came, went = [Receipt.Kind.RECEIPT], [Receipt.Kind.REFUND, Receipt.Kind.BAD_DEBT]
    sums = written.aggregate(
        came=Coalesce(Sum("cents", filter=Q(kind__in=came) | Q(corrects__kind__in=came)), 0),
        back=Coalesce(Sum("cents", filter=Q(kind__in=went) | Q(corrects__kind__in=went)), 0),
        tax=Coalesce(Sum("tax"), 0),
    )
    # unscoped: of a job loaded in scope
    account = Account.objects.filter(job=job, kind=AccountKind.POT).first()
    waiting = balance_of(account.pk, day) if account else 0
    found = Pot(int(sums["came"]), -int(sums["back"]), int(sums["tax"]), waiting, ())
    return found if day is not None else replace(found, shared_between=_between(job, found.shared))


def _between(job: Job, shared: int) -> tuple[tuple[str, int], ...]:
    """The lines of the distribution that stands, gathered; nothing unless they add up to what left the pot."""
    if shared <= 0:
        return ()
    # unscoped: of a job loaded in scope
    latest = Distribution.objects.standing().filter(job=job).order_by("-pk").first()
    if latest is None or latest.income != shared:
        return ()
    found = dict.fromkeys((REIMBURSED, PEOPLE, GROUP, CARRIED), 0)
    # unscoped: of a distribution of a job loaded in scope
    lines = DistributionLine.objects.filter(distribution=latest).order_by("rank")
    for kind, recipient, participant, cents in lines.values_list("kind", "recipient", "participant", "cents"):
        if kind == "reimburse":
            found[REIMBURSED] += cents
        elif participant is not None:
            found[PEOPLE] += cents
        else:
            found[CARRIED if recipient == HOST else GROUP] += cents
    return tuple((label, cents) for label, cents in found.items() if cents)


def with_waiting(jobs: JobQuerySet) -> JobQuerySet:
    """These jobs with `waiting`: what their pot holds today, in cents; 0 without a pot."""

    def moved(side: str) -> Coalesce:
        sums = Transfer.objects.filter(**{f"{side}__job": OuterRef("pk")}).order_by().values(f"{side}__job")
        return Coalesce(Subquery(sums.annotate(total=Sum("cents")).values("total")), 0)

    return jobs.annotate(came_=moved("target"), gone_=moved("source")).annotate(waiting=F("came_") - F("gone_"))
