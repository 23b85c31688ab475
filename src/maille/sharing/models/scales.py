"""The scale of a host's agreement: what it asks, from when to when, of which KPA or activity."""

import datetime

from django.db import models
from django.db.models import F, Q

from maille.activities.models import Activity
from maille.journeys.models.entered import Entered
from maille.network.models import Organisation
from maille.network.models.organisations import host_at


class HostScaleQuerySet(models.QuerySet["HostScale"]):
    """Scales, scoped and dated."""

    def at(self, day: datetime.date) -> "HostScaleQuerySet":
        """Those in force that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)

    def overlapping(self, start: datetime.date, end: datetime.date | None) -> "HostScaleQuerySet":
        """Those that share a day with these two, both included; `end` None lasts for ever."""
        found = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start))
        return found if end is None else found.filter(valid_from__lte=end)

    def for_(self, kpa_id: int, activity_id: int | None) -> "HostScale | None":
        """Among these, the one that applies: of the activity, else of the KPA, else of all."""
        found = self.filter(Q(activity_id=activity_id) | Q(activity__isnull=True)).of_kpas(frozenset({kpa_id}))
        own_first = (F("activity_id").desc(nulls_last=True), F("kpa_id").desc(nulls_last=True))
        return found.order_by(*own_first, "-valid_from", "-pk").first()

    def of_kpas(self, kpas: frozenset[int]) -> "HostScaleQuerySet":
        """Those a reader of these KPAs alone may know: the host's for all, and theirs."""
        return self.filter(Q(kpa__isnull=True) | Q(kpa_id__in=kpas))


class HostScale(Entered):
    """The contribution a host's agreement asks: marginal brackets on the gross margin of the calendar year, dated."""

    class Per(models.TextChoices):
        """What the scale applies to."""

        KPA = "kpa", "Le KPA dans son ensemble"
        ACTIVITY = "activity", "Chaque activité"
        PERSON = "person", "Chaque personne"

    host = models.ForeignKey(Organisation, models.PROTECT, related_name="host_scales")
    kpa = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    """Null: every KPA it carries without a scale of its own."""
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    """A scale for one activity alone: training, for instance."""
    valid_from = models.DateField("à partir du")
    valid_to = models.DateField("jusqu'au", null=True, blank=True)
    brackets = models.JSONField("tranches")
    """[{"up_to": cents or null, "rate": "11.5"}, …] as the engine takes them."""
    per = models.CharField("appliqué à", max_length=8, choices=Per, default=Per.KPA)
    waived = models.BooleanField("exonéré", default=False)
    """A period without contribution: « exonéré les six premiers mois »."""

    objects = HostScaleQuerySet.as_manager()

    class Meta:
        verbose_name = "barème de contribution"
        ordering = ["host_id", "-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="scale_dates_in_order",
                violation_error_message="La fin précède le début.",
            )
        ]

    def __str__(self) -> str:
        return f"Barème de {self.host} depuis le {self.valid_from:%d/%m/%Y}"


def scale_for(kpa: Organisation, activity_id: int | None, day: datetime.date) -> HostScale | None:
    """The scale of the KPA's host that day; None when nobody hosts it, or its host wrote none.

    The one of this activity comes first, then the KPA's, then the one the host gives everybody. Two queries.
    """
    host = host_at(kpa, day)
    if host is None:
        return None
    return HostScale.objects.at(day).filter(host=host).for_(kpa.pk, activity_id)
