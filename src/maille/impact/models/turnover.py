"""A KPA's turnover excluding tax: entered by hand, then computed from what its jobs received, from a stated day."""

import datetime
from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Sum, When
from django.db.models.functions import Coalesce, ExtractYear
from simple_history.models import HistoricalRecords

from maille.activities.rules.kinds import PotKind
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing.models import Receipt

Cents = dict[tuple[int, int], int]


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


class TurnoverSourceQuerySet(models.QuerySet["TurnoverSource"]):
    """Sources, scoped."""

    def visible_to(self, actor: Actor) -> "TurnoverSourceQuerySet":
        """Those of KPAs whose figures the actor may read, with the KPA, where something is computed."""
        found = self.filter(computed_from__isnull=False).select_related("kpa")
        return found if actor.everything else found.filter(kpa_id__in=actor.figures | actor.public_figures)


class TurnoverSource(models.Model):
    """From which day a KPA's turnover is computed from its jobs, and by which date; before it, lines by hand stand."""

    class By(models.TextChoices):
        """The date that places a receipt in a period."""

        RECEIPT = "receipt", "À la date où l'argent est reçu"
        INVOICE = "invoice", "À la date de la facture"

    kpa = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="turnover_source")
    computed_from = models.DateField("calculé à partir du", null=True, blank=True)
    by = models.CharField("compté", max_length=7, choices=By, default=By.RECEIPT)
    history = HistoricalRecords()

    objects = TurnoverSourceQuerySet.as_manager()

    class Meta:
        verbose_name = "source du chiffre d'affaires"

    def __str__(self) -> str:
        return f"Chiffre d'affaires de {self.kpa}"


def computed(kpas: Collection[int] | None, start: datetime.date, end: datetime.date) -> Cents:
    """What jobs brought in, excluding tax, by (KPA, calendar year), since each KPA's turnover is computed: one query.

    Refunds, bad debts and corrections count on their own day, with their sign. An invoice without a date counts on the
    day the money came. What contributory budgets receive is grants, and no sale. `kpas` None: every KPA.
    """
    # unscoped: of KPAs whose figures the caller may read
    rows = Receipt.objects.filter(kpa__turnover_source__computed_from__isnull=False).exclude(job__kind=PotKind.BUDGET)
    if kpas is not None:
        rows = rows.filter(kpa_id__in=kpas)
    by_invoice = When(kpa__turnover_source__by=TurnoverSource.By.INVOICE, then=Coalesce("invoiced_on", "received_on"))
    dated = rows.annotate(counted_on=Case(by_invoice, default="received_on"))
    kept = dated.filter(
        counted_on__gte=F("kpa__turnover_source__computed_from"), counted_on__range=(start, end)
    ).order_by()
    summed = kept.values("kpa_id", year=ExtractYear("counted_on")).annotate(total=Sum("cents"))
    return {(row["kpa_id"], row["year"]): int(row["total"]) for row in summed}
