"""Where the distributions of some jobs stand, read together."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from maille.activities.models import Job
from maille.activities.rules.kinds import JobState
from maille.sharing.models.distributions import Disagreement, Distribution, DistributionEvent, State, state_of
from maille.sharing.models.pot_figures import with_waiting

What = DistributionEvent.What


def closed_to_share(kpa_id: int) -> list[Job]:
    """The KPA's closed jobs whose pot still holds money and that no proposal waits for, the earliest first; one query.

    A job is shared when the group closes it (design: "Around the rule").
    """
    # unscoped: of a KPA loaded in scope
    closed = Job.objects.filter(kpa=kpa_id, state=JobState.CLOSED.value)
    waiting = Distribution.objects.proposed().filter(job=OuterRef("pk")).order_by()
    found = with_waiting(closed).filter(~Exists(waiting)).order_by("starts_on", "pk")
    return [job for job in found if vars(job)["waiting"] > 0]


@dataclass(frozen=True)
class Standing:
    """What happened to each distribution of some jobs, and whose disagreements still wait for an answer."""

    happened: dict[int, dict[int, set[str]]]
    """Job → distribution → events."""
    unanswered: frozenset[int]
    """Distributions somebody does not agree with, without an answer yet."""

    @classmethod
    def of(cls, job_ids: Collection[int]) -> "Standing":
        """One query."""
        waits = Disagreement.objects.filter(distribution=OuterRef("pk"), answered_on__isnull=True).order_by()
        # unscoped: of jobs loaded in scope
        rows = Distribution.objects.filter(job__in=job_ids).annotate(waits=Exists(waits)).order_by()
        happened: dict[int, dict[int, set[str]]] = {}
        unanswered = set()
        for job, pk, what, waiting in rows.values_list("job", "pk", "events__what", "waits"):
            events = happened.setdefault(job, {}).setdefault(pk, set())
            if what is not None:
                events.add(what)
            if waiting:
                unanswered.add(pk)
        return cls(happened, frozenset(unanswered))

    def last(self, job_id: int) -> int | None:
        """The job's distribution posted last and not undone."""
        known = self.happened.get(job_id, {})
        return max((pk for pk, events in known.items() if state_of(events) == State.POSTED), default=None)

    def state(self, found: Distribution) -> State:
        """Where this one stands."""
        return state_of(self.happened.get(found.job_id, {}).get(found.pk, set()))
