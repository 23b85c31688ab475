"""What changed around a shift: each way it was written, and who on it still has to hear of it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from maille.activities.models.catalogue import WorkRole
from maille.activities.models.jobs import Shift, SignUp
from maille.journeys.models.entered import Entered
from maille.network.rules.roles import Actor

WRITTEN = ("starts_at", "minutes", "place", "role_id", "people", "special", "special_people")
"""What is typed of a shift."""


class ShiftVersion(Entered):
    """A shift as it was written at that moment, kept so that any day can be asked what stood then."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="versions")
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveIntegerField("durée (minutes)")
    place = models.CharField("lieu", max_length=150, blank=True)
    role = models.ForeignKey(WorkRole, models.PROTECT, null=True, blank=True, related_name="+")
    people = models.PositiveSmallIntegerField("nombre de personnes", default=1)
    special = models.CharField("besoin particulier", max_length=80, blank=True)
    special_people = models.PositiveSmallIntegerField("combien de personnes", default=0)

    class Meta:
        verbose_name = "créneau tel qu'il était écrit"
        ordering = ["shift_id", "entered_at", "id"]

    def __str__(self) -> str:
        return f"{self.shift}, écrit le {self.entered_at:%d/%m/%Y}"


def version_of(shift: Shift, by_id: int | None, at: datetime.datetime) -> ShiftVersion:
    """The shift as it now stands, not saved."""
    return ShiftVersion(
        shift=shift, entered_by_id=by_id, entered_at=at, **{name: getattr(shift, name) for name in WRITTEN}
    )


class NewsQuerySet(models.QuerySet["News"]):
    """News, scoped."""

    def visible_to(self, actor: Actor) -> "NewsQuerySet":
        """Those of shifts of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(sign_up__shift__job__kpa_id__in=actor.files)

    def waiting(self) -> "NewsQuerySet":
        """Those nobody told yet."""
        return self.filter(told_at__isnull=True)


class News(models.Model):
    """Somebody on a shift has to hear that it moved, is cancelled, or takes place after all; then: told, by whom."""

    class What(models.TextChoices):
        """What there is to say."""

        MOVED = "moved", "Le créneau a changé"
        CANCELLED = "cancelled", "La prestation est annulée"
        RESTORED = "restored", "La prestation a lieu, finalement"

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="news", verbose_name="inscription")
    what = models.CharField("à dire", max_length=9, choices=What)
    was = models.CharField("avant", max_length=300, blank=True)
    """When and where it was, in words, for who tells it: « samedi 20 juin 2026, 8 h – 14 h, salle des fêtes »."""
    at = models.DateTimeField("arrivé le")
    told_at = models.DateTimeField("dit le", null=True, editable=False)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="dit par"
    )

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = "changement à dire"
        ordering = ["sign_up_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up", "what"], condition=Q(told_at__isnull=True), name="news_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.sign_up}"
