"""Individual support along a journey: interviews, barriers, goals and next steps, orientations, procedures."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maille.journeys.models.entered import Entered
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.rules.support import (
    BARRIER_NAMES,
    DOMAIN_NAMES,
    INTERVIEW_NAMES,
    ORIENTATION_NAMES,
    PROCEDURE_NAMES,
)
from maille.network.models import Organisation

INTERVIEWS = [(key.value, name) for key, name in INTERVIEW_NAMES.items()]
BARRIERS = [(key.value, name) for key, name in BARRIER_NAMES.items()]
DOMAINS = [(key.value, name) for key, name in DOMAIN_NAMES.items()]
ORIENTATIONS = [(key.value, name) for key, name in ORIENTATION_NAMES.items()]
PROCEDURES = [(key.value, name) for key, name in PROCEDURE_NAMES.items()]


def history() -> HistoricalRecords:
    """Who corrected a record, when and how; a record removed by mistake or rightly stays there, with the reason."""
    return HistoricalRecords(history_change_reason_field=models.TextField(null=True))


class Interview(Entered):
    """A conversation about the journey, with a contributor, a referent or a peer. What was said is in notes."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="interviews")
    kind = models.CharField("entretien", max_length=12, choices=INTERVIEWS)
    held_on = models.DateField("le")
    minutes = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="mené par"
    )
    peer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="avec un pair"
    )
    """Another coopérant·e: peer support counts like any other (seed 003)."""
    domains = models.JSONField("sujets", default=list, help_text="Keys of rules.support.Domain.")
    next_on = models.DateField("prochain entretien", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = history()

    class Meta:
        verbose_name = "entretien"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(led_by__isnull=False) | Q(peer__isnull=False),
                name="interview_with_somebody",
                violation_error_message="Dites avec qui l'entretien a eu lieu.",
            )
        ]
        indexes = [
            models.Index(fields=["journey", "-held_on"], name="interview_by_journey"),
            models.Index(fields=["next_on"], condition=Q(next_on__isnull=False), name="interview_by_next"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.held_on:%d/%m/%Y}"


class Barrier(Entered):
    """Something in the way, one of the ten of the field (rules of law, "barriers"), and how it was lifted."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="barriers")
    kind = models.CharField("frein", max_length=16, choices=BARRIERS)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("levé le", null=True, blank=True)
    lifted_how = models.CharField("comment il a été levé", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = history()

    class Meta:
        verbose_name = "frein"
        ordering = ["-started_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="barrier_dates_in_order",
                violation_error_message="Le frein est levé avant d'avoir commencé.",
            ),
            models.UniqueConstraint(
                fields=["journey", "kind"],
                condition=Q(ended_on__isnull=True),
                name="one_open_barrier_per_kind",
                violation_error_message="Ce frein est déjà noté et n'est pas levé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.started_on:%d/%m/%Y})"


class Goal(Entered):
    """What the person wants to reach, in her words, with a date."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="goals")
    text = models.CharField("objectif", max_length=300)
    set_on = models.DateField("depuis le")
    wanted_on = models.DateField("pour le", null=True, blank=True)
    reached_on = models.DateField("atteint le", null=True, blank=True)
    dropped_on = models.DateField("abandonné le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = history()

    class Meta:
        verbose_name = "objectif"
        ordering = ["-set_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reached_on__isnull=True) | Q(dropped_on__isnull=True),
                name="goal_ends_one_way",
                violation_error_message="Un objectif est atteint ou abandonné, pas les deux.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class NextStep(Entered):
    """One step towards a goal: who does it, for when."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    text = models.CharField("prochain pas", max_length=300)
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("fait le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = history()

    class Meta:
        verbose_name = "prochain pas"
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_on__isnull=True), name="step_to_do_by_day"),
        ]

    def __str__(self) -> str:
        return self.text


class Orientation(Entered):
    """The person was sent to a partner; what came of it."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="orientations")
    partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="partenaire"
    )
    partner_name = models.CharField("autre partenaire", max_length=150, blank=True)
    domain = models.CharField("sujet", max_length=12, choices=DOMAINS)
    purpose = models.CharField("pour quoi", max_length=300, blank=True)
    oriented_on = models.DateField("le")
    outcome = models.CharField("suite donnée", max_length=10, choices=ORIENTATIONS, blank=True)
    outcome_on = models.DateField("suite du", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = history()

    class Meta:
        verbose_name = "orientation"
        ordering = ["-oriented_on", "-id"]
        indexes = [
            models.Index(fields=["oriented_on"], condition=Q(outcome=""), name="orientation_without_outcome"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | ~Q(partner_name=""),
                name="orientation_to_somebody",
                violation_error_message="Dites vers quel partenaire.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on__isnull=True) | (~Q(outcome="") & Q(outcome_on__isnull=False)),
                name="orientation_outcome_dated",
                violation_error_message="Datez la suite donnée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner or self.partner_name}, {self.oriented_on:%d/%m/%Y}"


class Procedure(Entered):
    """A way to a right, care or housing (seed 003, "accès aux droits, à la santé, au logement"); no diagnosis."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="procedures")
    domain = models.CharField("domaine", max_length=12, choices=DOMAINS)
    title = models.CharField("démarche", max_length=150)
    started_on = models.DateField("commencée le")
    outcome = models.CharField("résultat", max_length=10, choices=PROCEDURES, blank=True)
    ended_on = models.DateField("terminée le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = history()

    class Meta:
        verbose_name = "démarche"
        ordering = ["-started_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_on__isnull=True) | (~Q(outcome="") & Q(ended_on__gte=F("started_on"))),
                name="procedure_result_dated",
                violation_error_message="Datez le résultat, après le début.",
            )
        ]

    def __str__(self) -> str:
        return self.title
