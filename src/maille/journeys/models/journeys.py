"""Journeys: one person in one KPA, from entry to exit."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maille.journeys.models.people import Person
from maille.journeys.rules.terms import DETAIL_NAMES, DETAILS_OF, LEVEL_NAMES, OUTCOME_NAMES, Outcome
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

LEVELS = [(key.value, name) for key, name in LEVEL_NAMES.items()]
OUTCOMES = [(key.value, name) for key, name in OUTCOME_NAMES.items()]
DETAILS = [(key.value, name) for key, name in DETAIL_NAMES.items()]


class EndKind(models.TextChoices):
    """How a journey ended. A transfer is not an exit of the network."""

    EXIT = "exit", "Sortie"
    TRANSFER = "transfer", "Passage dans un autre KPA"


class JourneyQuerySet(models.QuerySet["Journey"]):
    """Journeys, scoped and dated."""

    def visible_to(self, actor: Actor) -> "JourneyQuerySet":
        """Those of KPAs whose files the actor may open, not anonymised; nothing for a stranger."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files, anonymised=False)

    def at(self, date: datetime.date) -> "JourneyQuerySet":
        """Those under way on that day, both ends included."""
        return self.filter(Q(entered_on__lte=date), Q(ended_on__isnull=True) | Q(ended_on__gte=date))

    def overlapping(self, start: datetime.date, end: datetime.date) -> "JourneyQuerySet":
        """Those under way at some day from `start` to `end` (design: population of the report)."""
        return self.filter(Q(entered_on__lte=end), Q(ended_on__isnull=True) | Q(ended_on__gte=start))


class Journey(models.Model):
    """A person's time in a KPA, with the situation at entry; null means unknown."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="journeys")
    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="journeys", verbose_name="KPA")
    entered_on = models.DateField("entrée")
    planned_months = models.PositiveSmallIntegerField("durée prévue (mois)", null=True, blank=True)
    prescriber = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="prescribed", verbose_name="prescripteur"
    )

    postal_code = models.CharField("code postal", max_length=5, blank=True)
    department = models.CharField(max_length=3, blank=True, editable=False)
    """From the postal code (rules.places.department_of); "" when unknown."""
    commune = models.CharField("commune", max_length=100, blank=True)
    commune_code = models.CharField(max_length=5, blank=True, editable=False)
    """INSEE code when the commune matched the reference list."""
    qpv = models.BooleanField("habite un quartier prioritaire (QPV)", null=True, blank=True)
    single_parent = models.BooleanField("parent isolé", null=True, blank=True)
    international_protection = models.BooleanField("protection internationale", null=True, blank=True)
    level = models.CharField("niveau atteint", max_length=10, choices=LEVELS, blank=True)
    registered_on = models.DateField("inscription à France Travail", null=True, blank=True)
    mission_locale = models.BooleanField("orienté·e par une mission locale", null=True, blank=True)
    disabled = models.BooleanField("reconnaissance de travailleur handicapé (RQTH)", null=True, blank=True)

    ended_on = models.DateField("sortie", null=True, blank=True)
    end_kind = models.CharField(max_length=8, choices=EndKind, blank=True)
    outcome = models.CharField("situation à la sortie", max_length=20, choices=OUTCOMES, blank=True)
    detail = models.CharField("précision", max_length=20, choices=DETAILS, blank=True)
    exit_note = models.CharField("commentaire de sortie", max_length=500, blank=True)
    transferred_to = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="transferred_from", editable=False
    )
    anonymised = models.BooleanField(default=False, editable=False)
    """The person's file was anonymised: only reports read this journey, nobody opens it any more."""
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = JourneyQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True), excluded_fields=["anonymised"])

    class Meta:
        verbose_name = "parcours"
        ordering = ["entered_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kpa", "entered_on"],
                name="one_journey_per_entry",
                violation_error_message="Cette personne a déjà un parcours dans ce KPA à cette date d'entrée.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("entered_on")),
                name="exit_after_entry",
                violation_error_message="La sortie précède l'entrée.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_kind="", outcome="", detail="")
                | Q(ended_on__isnull=False, end_kind__in=["exit", "transfer"]),
                name="outcome_only_after_exit",
                violation_error_message="Une situation de sortie demande une date de sortie.",
            ),
            models.CheckConstraint(
                condition=Q(detail="")
                | Q(outcome=Outcome.EMPLOYMENT.value, detail__in=sorted(DETAILS_OF[Outcome.EMPLOYMENT]))
                | Q(outcome=Outcome.TRAINING.value, detail__in=sorted(DETAILS_OF[Outcome.TRAINING])),
                name="detail_fits_outcome",
                violation_error_message="La précision ne va pas avec la situation de sortie.",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-entered_on", "-id"], name="journey_latest"),
            models.Index(fields=["kpa", "entered_on"], name="journey_by_kpa"),
            models.Index(fields=["ended_on"], name="journey_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.kpa}, {self.entered_on:%d/%m/%Y}"
