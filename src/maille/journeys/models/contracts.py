"""Contracts of a person with a host: periods, their terms, their early end; and the law's limits as dated data."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maille.journeys.models.entered import Entered
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.network.rules.stages import CONTRACT_NAMES

KINDS = [(kind.value, name) for kind, name in CONTRACT_NAMES.items()]


class ContractLaw(models.Model):
    """What the law allows for one kind of contract from a day on; null means no limit. Seeded by migrations.

    A new version takes over from the day it begins (in_force); the ones before are never touched.
    """

    kind = models.CharField("contrat", max_length=12, choices=KINDS)
    valid_from = models.DateField("en vigueur du")
    valid_to = models.DateField("au", null=True, blank=True)
    period_months = models.PositiveSmallIntegerField("durée maximale d'une période (mois)", null=True, blank=True)
    renewals = models.PositiveSmallIntegerField("renouvellements", null=True, blank=True)
    total_months = models.PositiveSmallIntegerField("durée totale chez un même hôte (mois)", null=True, blank=True)
    trial_months = models.PositiveSmallIntegerField("essai, durée maximale (mois, CAPE déduit)", null=True, blank=True)
    associate_months = models.PositiveSmallIntegerField(
        "délai pour devenir associé·e (mois, CAPE déduit)", null=True, blank=True
    )
    notice_days = models.JSONField(default=list, help_text="Days before the end when it is announced: [60, 30].")
    source = models.CharField("source", max_length=200)
    written_at = models.DateTimeField(null=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    """Who added this version; none for those that came with Maille."""

    class Meta:
        verbose_name = "règle d'un contrat"
        ordering = ["kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="one_law_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="law_dates_in_order",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} depuis le {self.valid_from:%d/%m/%Y}"


class ContractQuerySet(models.QuerySet["Contract"]):
    """Contracts, scoped."""

    def visible_to(self, actor: Actor) -> "ContractQuerySet":
        """Those of KPAs whose files the actor may open; nothing for a stranger."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)


class Contract(Entered):
    """A person's contract with the host of the day; what it says period by period is in its periods.

    Once a period is signed the database refuses to change whom it binds and what it is (models.triggers). `person` is
    the file it was signed under: when files are joined journeys move and contracts do not, so whoever counts somebody's
    contracts asks `journey__person` (models.reading_contracts).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="contracts")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="contracts")
    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    host = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contracts", verbose_name="structure de portage"
    )
    kind = models.CharField("contrat", max_length=12, choices=KINDS)
    full_time_employee = models.BooleanField("salarié·e à temps complet", null=True, blank=True)
    """As the person declared; a CAPE is refused to a full-time employee (C. com. L127-1)."""
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = "contrat"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="cape") | Q(full_time_employee=False),
                name="no_cape_for_full_time_employees",
                violation_error_message="Un CAPE n'est pas possible pour une personne salariée à temps complet.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.person}"


class ContractPeriod(Entered):
    """The first period (rank 0) or a renewal (rank 1, 2): each written and signed, on pain of nullity (L127-1).

    Once `signed_on` is set the database refuses any change (models.triggers). Both days are included. One person has no
    two periods of one kind with one host on the same day, early ends counted, says the database too. A draft that came
    to nothing stays, with the day it was withdrawn: a document may have been issued from it.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="periods")
    rank = models.PositiveSmallIntegerField(default=0)
    started_on = models.DateField("du")
    ends_on = models.DateField("au", null=True, blank=True)
    """None only where the law sets no length (volunteering, membership, CESA)."""
    programme = models.TextField("programme de préparation", blank=True, max_length=4000)
    """R127-1, 1°: what is done together, and the activities; also told to the insurer."""
    resources = models.CharField("moyens mis à disposition", max_length=500, blank=True)
    resources_cents = models.PositiveBigIntegerField("montant des moyens", null=True, blank=True)
    fee_permille = models.PositiveSmallIntegerField("contribution de la structure (‰)", null=True, blank=True)
    fee_cents = models.PositiveBigIntegerField("contribution forfaitaire", null=True, blank=True)
    ceiling_cents = models.PositiveBigIntegerField("plafond des engagements", null=True, blank=True)
    pay_cents = models.PositiveBigIntegerField("rémunération avant le début d'activité", null=True, blank=True)
    signed_on = models.DateField("signé le", null=True, editable=False)
    """The day the last of the required parties signed; set by actions.contracts.mark_signed alone."""
    full_time_employee = models.BooleanField("salarié·e à temps complet", null=True, blank=True)
    """As the person declared when this period was prepared; asked again at each renewal of a CAPE."""
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = "période d'un contrat"
        ordering = ["contract_id", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "rank"], condition=Q(withdrawn_at__isnull=True), name="one_period_per_rank"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(signed_on__isnull=True),
                name="signed_period_is_not_withdrawn",
                violation_error_message="Une période signée ne se retire pas.",
            ),
            models.CheckConstraint(
                condition=Q(fee_permille__isnull=True) | Q(fee_permille__lte=1000),
                name="fee_up_to_everything",
                violation_error_message="La contribution ne dépasse pas 100 %.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("started_on")),
                name="period_dates_in_order",
                violation_error_message="La fin précède le début.",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], name="period_by_end"),
            models.Index(
                fields=["started_on"],
                condition=Q(signed_on__isnull=True, withdrawn_at__isnull=True),
                name="period_to_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}, période {self.rank + 1}"


class Termination(Entered):
    """The early end of a contract (R127-1, 6°). Append-only in the database; one per contract."""

    class By(models.TextChoices):
        """Who ended it."""

        PERSON = "person", "La personne"
        HOST = "host", "La structure de portage"
        BOTH = "both", "D'un commun accord"

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="termination")
    ended_on = models.DateField("fin anticipée le")
    """The last day of the contract."""
    by = models.CharField("à l'initiative de", max_length=6, choices=By)
    reason = models.CharField("motif", max_length=500)

    class Meta:
        verbose_name = "rupture anticipée"

    def __str__(self) -> str:
        return f"{self.contract}, {self.ended_on:%d/%m/%Y}"


class ClauseText(models.Model):
    """One version of a host's own text for a kind of contract; the latest adopted by a day is used. Append-only."""

    host = models.ForeignKey(Organisation, models.PROTECT, related_name="clause_texts")
    kind = models.CharField("contrat", max_length=12, choices=KINDS)
    number = models.PositiveIntegerField("version")
    clauses = models.JSONField(help_text="Clause key → text; for a CAPE the eight of R127-1, `r127_1_1` … `r127_1_8`.")
    adopted_on = models.DateField("en usage depuis le")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "clauses d'une structure de portage"
        ordering = ["host_id", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["host", "kind", "number"],
                name="one_text_per_version",
                violation_error_message="Quelqu'un a enregistré une autre version entre-temps.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.host}, {self.get_kind_display()}, version {self.number}"


def in_force(laws: Iterable[ContractLaw], day: datetime.date) -> ContractLaw | None:
    """The law of that day among those of one kind: the latest begun, unless it has ended."""
    begun = max((law for law in laws if law.valid_from <= day), key=lambda law: law.valid_from, default=None)
    return None if begun is None or (begun.valid_to is not None and begun.valid_to < day) else begun
