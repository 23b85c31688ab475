"""Drawing pay: the host's calendar, monthly requests and what became of them, payslips, recurring fees."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from maille.activities.models import Participant
from maille.journeys.models.entered import Entered
from maille.ledger.models import Account, Posting
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing.rules.fees import STATUSES as STATUS_NAMES

STATUSES = list(STATUS_NAMES.items())


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

    def own(self, actor: Actor) -> "PayRequestQuerySet":
        """The actor's own."""
        return self.filter(participant__in=Participant.objects.own(actor).values("pk"))

    def without(self, *whats: str) -> "PayRequestQuerySet":
        """Those to which none of these happened."""
        gone = PayEvent.objects.filter(request=OuterRef("pk"), what__in=whats).order_by()
        return self.filter(~Exists(gone))

    def standing(self) -> "PayRequestQuerySet":
        """Those neither withdrawn nor sent back."""
        return self.without(PayEvent.What.WITHDRAWN, PayEvent.What.RETURNED)

    def waiting(self) -> "PayRequestQuerySet":
        """Those asked and not yet paid, withdrawn nor sent back: their money is spoken for."""
        return self.without(PayEvent.What.WITHDRAWN, PayEvent.What.RETURNED, PayEvent.What.PAID)

    def accepted(self) -> "PayRequestQuerySet":
        """Those the host accepted, not yet paid."""
        accepted = PayEvent.objects.filter(request=OuterRef("pk"), what=PayEvent.What.ACCEPTED).order_by()
        return self.waiting().filter(Exists(accepted))


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
        indexes = [
            models.Index(fields=["host", "month"], name="pay_request_by_host"),
            models.Index(fields=["participant", "-month", "-id"], name="pay_request_by_participant"),
        ]
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="pay_month_is_a_first_day")]

    def __str__(self) -> str:
        return f"{self.participant}, {self.month:%m/%Y}"

    @property
    def total(self) -> int:
        """What it asks in all, in cents."""
        return self.pay + self.refund


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
        constraints = [
            models.UniqueConstraint(fields=["request", "what"], name="pay_event_once",
                                    violation_error_message="C'est déjà fait."),
            models.CheckConstraint(condition=~Q(what="returned", note=""), name="returned_with_an_explanation",
                                   violation_error_message="Expliquez pourquoi la demande est renvoyée."),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_what_display()} le {self.on:%d/%m/%Y}"


class PayslipQuerySet(models.QuerySet["Payslip"]):
    """Payslips, scoped."""

    def visible_to(self, actor: Actor) -> "PayslipQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)

    def own(self, actor: Actor) -> "PayslipQuerySet":
        """The actor's own."""
        return self.filter(participant__in=Participant.objects.own(actor).values("pk"))

    def standing(self) -> "PayslipQuerySet":
        """Those no correction replaced: one at most per person and month."""
        return self.filter(replaced_by__isnull=True)


class Payslip(Entered):
    """What the host recorded of a payslip: total cost, gross, net, in cents; the cost left the account. Append-only.

    Expenses given back the same month are beside, not in: they are no pay.
    """

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="payslips")
    month = models.DateField("mois")
    cost = models.PositiveIntegerField("coût total (centimes)")
    gross = models.PositiveIntegerField("brut (centimes)")
    net = models.PositiveIntegerField("net (centimes)")
    refund = models.PositiveIntegerField("frais rendus (centimes)", default=0)
    paid_on = models.DateField("payé le")
    hours = models.DecimalField("heures déclarées", max_digits=6, decimal_places=2, null=True, blank=True)
    reference = models.CharField("référence", max_length=80, blank=True)
    request = models.ForeignKey(PayRequest, models.PROTECT, null=True, related_name="payslips")
    """What the person asked; a correction keeps it."""
    posting = models.OneToOneField(Posting, models.PROTECT, null=True, related_name="payslip")
    """Null at 0 €."""
    refund_posting = models.OneToOneField(Posting, models.PROTECT, null=True, related_name="payslip_refund")
    """Null when no expense is given back."""
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    """The one it corrects, whose postings are reversed."""
    note = models.CharField("pourquoi cette correction", max_length=300, blank=True)

    objects = PayslipQuerySet.as_manager()

    class Meta:
        verbose_name = "bulletin de paie"
        ordering = ["-month", "-id"]
        indexes = [models.Index(fields=["host", "month"], name="payslip_by_host")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "month"],
                condition=Q(replaces__isnull=True),
                name="one_payslip_per_month",
                violation_error_message="Un bulletin est déjà noté pour ce mois. Corrigez-le.",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="payslip_month_is_a_first_day"),
            models.CheckConstraint(
                condition=Q(cost__gte=F("gross"), gross__gte=F("net")),
                name="payslip_in_order",
                violation_error_message="Le coût total dépasse le brut, qui dépasse le net.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bulletin de {self.month:%m/%Y}, {self.participant}"

    @property
    def due(self) -> int:
        """What is paid into the person's account: net pay, and expenses given back."""
        return self.net + self.refund


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
    """Keys of rules.fees.STATUSES for which nothing is asked: minimum benefits."""

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


class FeeWaiverQuerySet(models.QuerySet["FeeWaiver"]):
    """Waivers, scoped and dated."""

    def visible_to(self, actor: Actor) -> "FeeWaiverQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(participant__kpa_id__in=actor.files)

    def at(self, day: datetime.date) -> "FeeWaiverQuerySet":
        """Those that hold that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class FeeWaiver(Entered):
    """Why somebody may be waived from a contribution, between two days: a code, nothing else of their resources."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="fee_waivers")
    status = models.CharField("dispense", max_length=10, choices=STATUSES)
    valid_from = models.DateField("à partir du")
    valid_to = models.DateField("jusqu'au", null=True, blank=True)

    objects = FeeWaiverQuerySet.as_manager()

    class Meta:
        verbose_name = "dispense de contribution"
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="waiver_dates_in_order",
                violation_error_message="La fin précède le début.",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())


class FeeQuerySet(models.QuerySet["Fee"]):
    """A month's contributions, scoped."""

    def visible_to(self, actor: Actor) -> "FeeQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(participant__kpa_id__in=actor.files)

    def owed(self) -> "FeeQuerySet":
        """Those asked that no account could pay yet."""
        return self.filter(waived="", posting__isnull=True)


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

    objects = FeeQuerySet.as_manager()

    class Meta:
        verbose_name = "contribution d'un mois"
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "participant", "month"], name="one_fee_per_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="fee_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}, {self.month:%m/%Y}"
