"""A KPA's turnover excluding tax, entered by hand until its jobs are in Maille."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class TurnoverQuerySet(models.QuerySet["TurnoverLine"]):
    """Lines, scoped and dated."""

    def visible_to(self, actor: Actor) -> "TurnoverQuerySet":
        """Those of KPAs whose figures the actor may read, public ones included: turnover hides nobody."""
        return self if actor.everything else self.filter(kpa_id__in=actor.figures | actor.public_figures)

    def current(self) -> "TurnoverQuerySet":
        """Those that stand: neither corrected nor withdrawn, and before the KPA's turnover is computed."""
        computed = Q(kpa__turnover_source__computed_from__lte=F("start"))
        return self.filter(replacement__isnull=True, withdrawn_at__isnull=True).exclude(computed)

    def overlapping(self, start: datetime.date, end: datetime.date) -> "TurnoverQuerySet":
        """Those with a day at least between `start` and `end`."""
        return self.filter(start__lte=end, end__gte=start)


class TurnoverLine(models.Model):
    """Sales from one day to another. A line is never changed: a correction is another line that replaces it."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="turnover_lines", verbose_name="KPA")
    start = models.DateField("du")
    end = models.DateField("au")
    cents = models.BigIntegerField("chiffre d'affaires hors taxes (centimes)")
    source = models.CharField(max_length=10, choices=[("hand", "Saisi à la main")], default="hand", editable=False)
    note = models.CharField("précision", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    entered_at = models.DateTimeField(editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replacement", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = TurnoverQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de chiffre d'affaires"
        ordering = ["kpa__name_key", "start", "end", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="turnover_ends_after_start",
                violation_error_message="La fin de la ligne précède son début.",
            ),
            models.CheckConstraint(
                condition=Q(cents__gte=0),
                name="turnover_not_negative",
                violation_error_message="Un chiffre d'affaires ne peut pas être négatif.",
            ),
        ]
        indexes = [models.Index(fields=["kpa", "start"], name="turnover_by_kpa")]

    def __str__(self) -> str:
        return f"{self.kpa}, du {self.start:%d/%m/%Y} au {self.end:%d/%m/%Y}"


class TurnoverSource(models.Model):
    """From which day a KPA's turnover is computed from its jobs; before it, lines by hand stand."""

    kpa = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="turnover_source")
    computed_from = models.DateField("calculé à partir du", null=True, blank=True)

    class Meta:
        verbose_name = "source du chiffre d'affaires"

    def __str__(self) -> str:
        return f"Chiffre d'affaires de {self.kpa}"
