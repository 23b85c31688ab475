"""Collective support: workshops, who signs up, who came."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format

from maille.journeys.models.entered import Entered
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.models.support import DOMAINS
from maille.journeys.rules.workshops import Counted, hour
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.text import first_said


def midnight(day: datetime.date) -> datetime.datetime:
    """When that day begins here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    """Workshops, scoped."""

    def visible_to(self, actor: Actor) -> "WorkshopQuerySet":
        """Those of KPAs whose files the actor may open; a coopérant·e reads her own KPA's by `open_to`."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)

    def open_to(self, person: Person) -> "WorkshopQuerySet":
        """Those the person may come to: of a KPA where her journey covers that day. One query for her journeys."""
        open_ = Q(pk__in=())
        for journey in Journey.objects.filter(person=person):
            covered = Q(kpa_id=journey.kpa_id, starts_at__gte=midnight(journey.entered_on))
            if journey.ended_on is not None:
                covered &= Q(starts_at__lt=midnight(journey.ended_on + datetime.timedelta(days=1)))
            open_ |= covered
        return self.filter(open_)

    def known_on(self, day: datetime.date) -> "WorkshopQuerySet":
        """Those already written that day."""
        return self.filter(entered_at__lt=midnight(day + datetime.timedelta(days=1)))

    def coming(self, day: datetime.date) -> "WorkshopQuerySet":
        """Those of that day and after."""
        return self.filter(starts_at__gte=midnight(day))

    def past(self, day: datetime.date) -> "WorkshopQuerySet":
        """Those of the days before."""
        return self.filter(starts_at__lt=midnight(day))


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
        indexes = [
            models.Index(fields=["kpa", "-starts_at"], name="workshop_by_kpa"),
            models.Index(fields=["starts_at", "id"], name="workshop_by_start"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def start(self) -> datetime.datetime:
        """When it starts, on the clock here."""
        return timezone.localtime(self.starts_at)

    @property
    def end(self) -> datetime.datetime:
        """When it ends, on the clock here."""
        return timezone.localtime(self.starts_at + datetime.timedelta(minutes=self.minutes))

    @property
    def day(self) -> datetime.date:
        """The day it takes place."""
        return self.start.date()

    @property
    def when(self) -> str:
        """Day and hours in words."""
        return f"{first_said(date_format(self.day, 'l j F Y'))}, de {hour(self.start)} à {hour(self.end)}"

    def is_cancelled_on(self, day: datetime.date) -> bool:
        """Whether it was already cancelled at the end of that day."""
        return self.cancelled_at is not None and self.cancelled_at < midnight(day + datetime.timedelta(days=1))

    @property
    def leader(self) -> str:
        """Who leads, in words; "" when nobody said. Load `led_by` and `led_by_peer`."""
        if self.led_by:
            return str(self.led_by.name)
        if self.led_by_peer:
            return f"{self.led_by_peer.first_name}, du groupe"
        return self.led_by_name


class WorkshopPlaceQuerySet(models.QuerySet["WorkshopPlace"]):
    """Places, scoped and dated."""

    def visible_to(self, actor: Actor) -> "WorkshopPlaceQuerySet":
        """Those of workshops of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(workshop__kpa_id__in=actor.files)

    def held(self) -> "WorkshopPlaceQuerySet":
        """Those not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def held_on(self, day: datetime.date) -> "WorkshopPlaceQuerySet":
        """Those written by the end of that day and not cancelled yet."""
        after = midnight(day + datetime.timedelta(days=1))
        return self.filter(Q(cancelled_at__isnull=True) | Q(cancelled_at__gte=after), entered_at__lt=after)

    def sitting(self) -> "WorkshopPlaceQuerySet":
        """Those that take one of the workshop's places: neither waiting nor left free by somebody absent."""
        return self.held().filter(waiting=False).exclude(came=False)


class WorkshopPlace(Entered):
    """One person's place: signed up, cancelled, came or not."""

    class News(models.TextChoices):
        """What the person has to be told."""

        MOVED = "moved", "L'atelier a changé de date ou de lieu"
        CANCELLED = "cancelled", "L'atelier est annulé"
        SEATED = "seated", "Une place s'est libérée pour elle"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="taken")
    journey = models.ForeignKey(Journey, models.CASCADE, related_name="workshop_places")
    waiting = models.BooleanField("en liste d'attente", default=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    came = models.BooleanField("présent·e", null=True)
    marked_at = models.DateTimeField(null=True, editable=False)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    news = models.CharField("à dire", max_length=9, choices=News, blank=True, editable=False)
    news_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    """When somebody told her the latest news; null while she does not know."""

    objects = WorkshopPlaceQuerySet.as_manager()

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

    @property
    def is_gone(self) -> bool:
        """Whether the person left the KPA before the workshop. Load `journey` and `workshop`."""
        return self.journey.ended_on is not None and self.journey.ended_on < self.workshop.day


def counts_of(workshops: Iterable[Workshop], day: datetime.date) -> dict[int, Counted]:
    """How many people each of these workshops holds, as known at the end of that day: one query."""
    known = Q(marked_at__lt=midnight(day + datetime.timedelta(days=1)), waiting=False)
    held = WorkshopPlace.objects.held_on(day).filter(workshop__in=[each.pk for each in workshops]).order_by()
    rows = held.values("workshop_id").annotate(
        seated=Count("pk", filter=Q(waiting=False)),
        queue=Count("pk", filter=Q(waiting=True)),
        present=Count("pk", filter=known & Q(came=True)),
        missing=Count("pk", filter=known & Q(came=False)),
    )
    return {row["workshop_id"]: Counted(row["seated"], row["queue"], row["present"], row["missing"]) for row in rows}
