"""Collective support: workshops, who signs up, who came."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maille.journeys.models.entered import Entered
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.models.support import DOMAINS
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    """Workshops, scoped."""

    def visible_to(self, actor: Actor) -> "WorkshopQuerySet":
        """Those of KPAs whose files the actor may open; a coopérant·e reads her own KPA's by `of_kpa`."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)


class Workshop(Entered):
    """One session for several people."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="workshops")
    title = models.CharField("atelier", max_length=120)
    domain = models.CharField("sujet", max_length=12, choices=DOMAINS)
    description = models.CharField("en quelques mots", max_length=500, blank=True)
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveSmallIntegerField("durée (minutes)")
    place = models.CharField("lieu", max_length=150, blank=True)
    places = models.PositiveSmallIntegerField("nombre de places", null=True, blank=True)
    led_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    led_by_peer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    led_by_name = models.CharField("intervenant·e", max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = "atelier"
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["kpa", "-starts_at"], name="workshop_by_kpa")]

    def __str__(self) -> str:
        return self.title


class WorkshopPlace(Entered):
    """One person's place: signed up, cancelled, came or not."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="taken")
    journey = models.ForeignKey(Journey, models.CASCADE, related_name="workshop_places")
    waiting = models.BooleanField("en liste d'attente", default=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    came = models.BooleanField("présent·e", null=True)
    marked_at = models.DateTimeField(null=True, editable=False)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name = "place dans un atelier"
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "journey"],
                condition=Q(cancelled_at__isnull=True),
                name="one_place_per_person",
                violation_error_message="Cette personne est déjà inscrite.",
            )
        ]
        indexes = [models.Index(fields=["journey"], name="workshop_place_by_journey")]

    def __str__(self) -> str:
        return f"{self.journey}, {self.workshop}"
