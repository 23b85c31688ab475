"""The gross margin shared in a year, by what a host's scale may apply to; who carries a job, when that is a person."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from django.db import connection, models

from maille.activities.models import Activity, Job, Participant
from maille.journeys.models.entered import Entered
from maille.network.models import Organisation
from maille.sharing.models.distributions import Distribution, DistributionEvent

SHARED = """
SELECT kpa_id, year, activity_id, carrier_id, CASE WHEN job_id IN ({jobs}) THEN job_id END AS own, SUM(cents)
FROM sharing_sharedmargin
WHERE kpa_id IN ({kpas}) AND year IN ({years})
GROUP BY 1, 2, 3, 4, 5
"""
"""The same words for SQLite and PostgreSQL; by hand, for Django takes longer to write it than either to run it."""


class JobCarrier(Entered):
    """Who carries a job, where the host's scale counts the margin of each person; the latest row tells. Append-only."""

    job = models.ForeignKey(Job, models.PROTECT, related_name="carriers")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "personne qui porte une prestation"
        ordering = ["job_id", "id"]

    def __str__(self) -> str:
        return f"{self.job}, portée par {self.participant}"


class SharedMargin(models.Model):
    """What a distribution added to the margin shared in a year, in cents, or what its reversal took back. Append-only.

    Kept under what the job was that day: its KPA, its activity, who carried it (decision 019).
    """

    event = models.OneToOneField(DistributionEvent, models.PROTECT, related_name="margin")
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("année de la dernière recette")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="+", db_index=False)
    carrier = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="+")
    cents = models.BigIntegerField("marge (centimes)")

    class Meta:
        verbose_name = "marge partagée"
        ordering = ["id"]
        indexes = [models.Index(fields=["kpa", "year"], name="margin_by_year")]

    def __str__(self) -> str:
        return f"{self.year} : {self.cents}"

    @classmethod
    def of_posted(cls, event: DistributionEvent, found: Distribution, job: Job, carrier: int | None) -> "SharedMargin":
        """What this distribution adds to what the job had shared before it: the difference alone counts that year."""
        before = found.after.margin if found.after is not None else 0
        return cls(
            event=event, job=job, kpa_id=job.kpa_id, year=found.year, activity_id=job.activity_id, carrier_id=carrier,
            cents=found.margin - before,
        )  # fmt: skip

    def taken_back(self, event: DistributionEvent) -> "SharedMargin":
        """The same, undone: as it was written, whatever the job has become since."""
        return SharedMargin(
            event=event, job_id=self.job_id, kpa_id=self.kpa_id, year=self.year, activity_id=self.activity_id,
            carrier_id=self.carrier_id, cents=-self.cents,
        )  # fmt: skip


class Kept(NamedTuple):
    """One sum: whose margin, of which year, and the job's when it is one of those asked."""

    kpa: int
    year: int
    activity: int | None
    carrier: int | None
    own: int | None
    cents: int


def margins_of(jobs: Sequence[Job], years: Collection[int]) -> list[Kept]:
    """The margin shared in these years by the KPAs of these jobs, the jobs' own apart. One query."""
    if not jobs:
        return []
    named: dict[str, Sequence[int]] = {
        "jobs": [job.pk for job in jobs], "kpas": sorted({job.kpa_id for job in jobs}), "years": sorted(years)
    }  # fmt: skip
    places = {name: ", ".join(["%s"] * len(values)) for name, values in named.items()}
    with connection.cursor() as cursor:
        cursor.execute(SHARED.format(**places), [*named["jobs"], *named["kpas"], *named["years"]])
        return [
            Kept(kpa, year, activity, carrier, own, int(cents))
            for kpa, year, activity, carrier, own, cents in cursor.fetchall()
        ]


def carriers_of(job_ids: Iterable[int]) -> dict[int, int]:
    """Job → the participant who carries it, when somebody does. One query."""
    # unscoped: of jobs loaded in scope
    rows = JobCarrier.objects.filter(job__in=list(job_ids)).order_by("pk")
    return dict(rows.values_list("job_id", "participant_id"))
