"""Drawing pay: the host's calendar, monthly requests and what became of them, payslips, recurring fees."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maille.activities.models import Participant
from maille.journeys.models.entered import Entered
from maille.ledger.models import Account, Posting
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class PayCalendar(Entered):
    """Until which day of the month a host collects pay requests, from a date on."""

    host = models.ForeignKey(Organisation, models.PROTECT, related_name="pay_calendars")
    valid_from = models.DateField("à partir du")
    cut_off_day = models.PositiveSmallIntegerField("jour du mois")
    """1 to 28; requests after it are for the next month."""

    class Meta:
        verbose_name = "calendrier de paie"
        ordering = ["host_id", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["host", "valid_from"], name="one_pay_calendar_per_day",
                                    violation_error_message="Un calendrier commence déjà ce jour-là."),
            models.CheckConstraint(condition=Q(cut_off_day__gte=1, cut_off_day__lte=28), name="cut_off_within_a_month",
                                   violation_error_message="Choisissez un jour entre 1 et 28."),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Jusqu'au {self.cut_off_day} du mois"


class PayRequestQuerySet(models.QuerySet["PayRequest"]):
    """Requests, scoped."""

    def visible_to(self, actor: Actor) -> "PayRequestQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)


class PayRequest(Entered):
    """What somebody asks for a month: pay, money back for what they advanced, the rest left for a project.

    A line even at 0 €: the payslip protects unemployment benefits (mission rules, CAPE).
    """

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="pay_requests")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="pay_requests")
    month = models.DateField("mois")
    """Its first day."""
    pay = models.PositiveIntegerField("pour la paie, coût total (centimes)", default=0)
    refund = models.PositiveIntegerField("frais avancés à rendre (centimes)", default=0)
    keeps_for = models.CharField("laissé pour un projet", max_length=200, blank=True)
    asked_on = models.DateField("demandé le")

    objects = PayRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de paie"
        ordering = ["-month", "-id"]
        indexes = [models.Index(fields=["host", "month"], name="pay_request_by_host")]
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="pay_month_is_a_first_day")]

    def __str__(self) -> str:
        return f"{self.participant}, {self.month:%m/%Y}"


class PayEvent(models.Model):
    """A request was withdrawn, checked, sent back, accepted, paid. Append-only."""

    class What(models.TextChoices):
        """What happened."""

        WITHDRAWN = "withdrawn", "Retirée"
        CHECKED = "checked", "Vérifiée par le KPA"
        RETURNED = "returned", "Renvoyée, avec une explication"
        ACCEPTED = "accepted", "Acceptée par la structure de portage"
        PAID = "paid", "Payée"

    request = models.ForeignKey(PayRequest, models.PROTECT, related_name="events")
    what = models.CharField(max_length=9, choices=What)
    on = models.DateField("le")
    note = models.CharField("explication", max_length=500, blank=True)
    posting = models.OneToOneField(Posting, models.PROTECT, null=True, related_name="pay_event")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "étape d'une demande de paie"
        ordering = ["request_id", "id"]
        constraints = [models.UniqueConstraint(fields=["request", "what"], name="pay_event_once")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} le {self.on:%d/%m/%Y}"


class Payslip(Entered):
    """What the host recorded of a payslip: total cost, gross, net, in cents; the cost left the account. Append-only."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="payslips")
    month = models.DateField("mois")
    cost = models.PositiveIntegerField("coût total (centimes)")
    gross = models.PositiveIntegerField("brut (centimes)")
    net = models.PositiveIntegerField("net (centimes)")
    hours = models.DecimalField("heures déclarées", max_digits=6, decimal_places=2, null=True, blank=True)
    reference = models.CharField("référence", max_length=80, blank=True)
    request = models.OneToOneField(PayRequest, models.PROTECT, null=True, related_name="payslip")
    posting = models.OneToOneField(Posting, models.PROTECT, null=True, related_name="payslip")
    """Null at 0 €."""
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    """The one it corrects, whose posting is reversed."""

    class Meta:
        verbose_name = "bulletin de paie"
        ordering = ["-month", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost__gte=F("gross"), gross__gte=F("net")),
                name="payslip_in_order",
                violation_error_message="Le coût total dépasse le brut, qui dépasse le net.",
            )
        ]

    def __str__(self) -> str:
        return f"Bulletin de {self.month:%m/%Y}, {self.participant}"


class FeeRule(Entered):
    """A fixed monthly contribution to the host, between two dates, and who is waived from it."""

    host = models.ForeignKey(Organisation, models.PROTECT, related_name="fee_rules")
    kpa = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("nom", max_length=80)
    cents = models.PositiveIntegerField("par mois (centimes)")
    valid_from = models.DateField("à partir du")
    valid_to = models.DateField("jusqu'au", null=True, blank=True)
    first_months_free = models.PositiveSmallIntegerField("premiers mois gratuits", default=0)
    waived_statuses = models.JSONField("dispensés", default=list, blank=True)
    """Resources at entry (journeys) for which nothing is asked: minimum benefits."""

    class Meta:
        verbose_name = "contribution périodique"
        ordering = ["host_id", "-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="fee_dates_in_order",
                violation_error_message="La fin précède le début.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Fee(models.Model):
    """A month's contribution asked of somebody: taken, or left owed when the account cannot pay it; or waived, why."""

    rule = models.ForeignKey(FeeRule, models.PROTECT, related_name="fees")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="fees")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    month = models.DateField("mois")
    cents = models.PositiveIntegerField("centimes")
    waived = models.CharField("dispense", max_length=12, blank=True)
    """Why nothing is asked: "status" or "first"; "" when it is."""
    posting = models.OneToOneField(Posting, models.PROTECT, null=True, related_name="fee")
    """Null while the account could not pay it, or when waived."""

    class Meta:
        verbose_name = "contribution d'un mois"
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "participant", "month"], name="one_fee_per_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="fee_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}, {self.month:%m/%Y}"
