"""What happens along a journey, each thing dated: stages, referents, suspensions, follow-ups after exit."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maille.journeys.models.journeys import DETAILS, OUTCOMES, Journey
from maille.journeys.rules.terms import DETAILS_OF, STAGE_NAMES, Outcome


class Stage(models.Model):
    """The stage reached on a day; it lasts until the next one or the end of the journey."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="stages")
    kind = models.CharField("étape", max_length=10, choices=[(k.value, n) for k, n in STAGE_NAMES.items()])
    started_on = models.DateField("depuis le")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "étape"
        ordering = ["started_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "started_on"],
                name="one_stage_per_day",
                violation_error_message="Une étape commence déjà ce jour-là.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.started_on:%d/%m/%Y})"


class Referent(models.Model):
    """Who follows the person, from a day on, until the next referent."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="referents")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="followed")
    started_on = models.DateField("depuis le")

    class Meta:
        verbose_name = "référent·e"
        ordering = ["started_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "started_on"],
                name="one_referent_per_day",
                violation_error_message="Un·e référent·e commence déjà ce jour-là.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.started_on:%d/%m/%Y})"


class Suspension(models.Model):
    """A pause in a journey, which is not an exit."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="suspensions")
    started_on = models.DateField("du")
    ended_on = models.DateField("au", null=True, blank=True)
    reason = models.CharField("raison", max_length=200, blank=True)

    class Meta:
        verbose_name = "suspension"
        ordering = ["started_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="suspension_ends_after_start",
                violation_error_message="La fin de la suspension précède son début.",
            ),
            models.UniqueConstraint(
                fields=["journey"],
                condition=Q(ended_on__isnull=True),
                name="one_open_suspension",
                violation_error_message="Ce parcours est déjà suspendu.",
            ),
        ]

    def __str__(self) -> str:
        return f"Suspension du {self.started_on:%d/%m/%Y}"


class FollowUp(models.Model):
    """What became of the person 3 or 6 months after exit; one row once known, none while due."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField("mois après la sortie", choices=[(3, "3 mois"), (6, "6 mois")])
    done_on = models.DateField("fait le")
    outcome = models.CharField("situation", max_length=20, choices=OUTCOMES, blank=True)
    detail = models.CharField("précision", max_length=20, choices=DETAILS, blank=True)
    note = models.CharField("commentaire", max_length=500, blank=True)
    unreachable = models.BooleanField("personne injoignable", default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "suivi après la sortie"
        ordering = ["months"]
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "months"],
                name="one_follow_up_per_due_date",
                violation_error_message="Ce suivi est déjà noté.",
            ),
            models.CheckConstraint(
                condition=Q(unreachable=True, outcome="", detail="") | (Q(unreachable=False) & ~Q(outcome="")),
                name="follow_up_says_something",
                violation_error_message="Choisissez une situation, ou indiquez que la personne est injoignable.",
            ),
            models.CheckConstraint(
                condition=Q(detail="")
                | Q(outcome=Outcome.EMPLOYMENT.value, detail__in=sorted(DETAILS_OF[Outcome.EMPLOYMENT]))
                | Q(outcome=Outcome.TRAINING.value, detail__in=sorted(DETAILS_OF[Outcome.TRAINING])),
                name="follow_up_detail_fits_outcome",
                violation_error_message="La précision ne va pas avec la situation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journey} + {self.months} mois"
