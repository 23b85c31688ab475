"""Jobs from an idea to closed: when, where, who is needed, who comes."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from maille.activities.models.catalogue import Activity, Offer, WorkRole
from maille.activities.models.participants import Participant
from maille.activities.rules.chances import spoken
from maille.activities.rules.kinds import JOB_STATES, POT_KINDS, JobState, PotKind
from maille.activities.rules.shifts import hours
from maille.journeys.models import Person
from maille.journeys.models.entered import Entered
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.text import first_said

STATES = [(state.value, name) for state, name in JOB_STATES.items()]
POTS = [(kind.value, name) for kind, name in POT_KINDS.items()]


def midnight(day: datetime.date) -> datetime.datetime:
    """When that day begins here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, scoped."""

    def visible_to(self, actor: Actor) -> "JobQuerySet":
        """Those of KPAs whose files the actor may open; a coopérant·e reads her own KPA's by `open_to`."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)

    def open_to(self, person: Person, day: datetime.date) -> "JobQuerySet":
        """Those of the KPAs where the person's journey is under way that day, or where she took part."""
        own = Q(person=person)
        under_way = Organisation.objects.filter(
            Q(journeys__ended_on__isnull=True) | Q(journeys__ended_on__gte=day),
            journeys__person=person,
            journeys__entered_on__lte=day,
        )
        mine = Participant.objects.filter(own).values("pk")
        return self.filter(
            Q(kpa__in=under_way.values("pk"))
            | Q(pk__in=SignUp.objects.filter(participant__in=mine).values("shift__job"))
            | Q(pk__in=Job.objects.filter(contributions__participant__in=mine).values("pk"))
        )


class Job(Entered):
    """A job for a client, a sale, or a contributory budget: what people do together and what comes of it.

    Its pot receives the money (sharing), the rule of its activity shares it.
    """

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="jobs")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="jobs")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, blank=True, related_name="jobs")
    kind = models.CharField("nature", max_length=6, choices=POTS, default=PotKind.JOB.value)
    title = models.CharField("prestation", max_length=120)
    description = models.TextField("ce qui est demandé", max_length=2000, blank=True)
    client = models.CharField("client", max_length=150, blank=True)
    contact = models.CharField("contact du client", max_length=150, blank=True)
    state = models.CharField("état", max_length=9, choices=STATES, default=JobState.IDEA.value)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    """For a job, its first and last shift (kept by actions.shifts); for a budget, its validity."""
    place = models.CharField("lieu", max_length=150, blank=True)
    quantity = models.DecimalField("quantité", max_digits=9, decimal_places=2, null=True, blank=True)
    """How many units of its offer."""
    expected = models.PositiveBigIntegerField("recette attendue hors taxes (centimes)", null=True, blank=True)
    planned_minutes = models.PositiveIntegerField("temps de travail prévu (minutes)", null=True, blank=True)
    """All the work it should take, whoever does it: what its offer says, or the group. Shifts and promises fill it."""
    repeats = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="repeated")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "prestation"
        ordering = ["-starts_on", "-id"]
        indexes = [
            models.Index(fields=["kpa", "starts_on", "id"], name="job_by_day"),
            models.Index(fields=["kpa", "state"], name="job_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False, ends_on__gte=models.F("starts_on")),
                name="job_ends_after_start",
                violation_error_message="La fin précède le début.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_enum(self) -> JobState:
        """Where it stands."""
        return JobState(self.state)

    @property
    def day(self) -> datetime.date:
        """The day that chooses its rule: its first, or the day it was written while none is planned."""
        return self.starts_on or timezone.localtime(self.entered_at).date()


class JobStep(Entered):
    """A job reached a state that day: the history of where it stood."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="steps")
    state = models.CharField("état", max_length=9, choices=STATES)
    on = models.DateField("le")
    reason = models.CharField("pourquoi", max_length=300, blank=True)
    """For a cancellation: by whom and why, kindly."""

    class Meta:
        verbose_name = "étape d'une prestation"
        ordering = ["job_id", "entered_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} le {self.on:%d/%m/%Y}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts, scoped."""

    def visible_to(self, actor: Actor) -> "ShiftQuerySet":
        """Those of jobs of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(job__kpa_id__in=actor.files)

    def between(self, first: datetime.date, last: datetime.date) -> "ShiftQuerySet":
        """Those that start on one of these days, both included."""
        return self.filter(starts_at__gte=midnight(first), starts_at__lt=midnight(last + datetime.timedelta(days=1)))


class Shift(models.Model):
    """A stretch of a job's work: « samedi 8 h – 14 h, 3 personnes, dont une avec le permis »."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveIntegerField("durée (minutes)")
    place = models.CharField("lieu", max_length=150, blank=True)
    role = models.ForeignKey(WorkRole, models.PROTECT, null=True, blank=True, related_name="+")
    people = models.PositiveSmallIntegerField("nombre de personnes", default=1)
    special = models.CharField("besoin particulier", max_length=80, blank=True)
    special_people = models.PositiveSmallIntegerField("combien de personnes", default=0)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = "créneau"
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at", "id"], name="shift_by_start")]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="shift_lasts",
                                   violation_error_message="Un créneau dure au moins une minute."),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.job}, {timezone.localtime(self.starts_at):%d/%m/%Y %H:%M}"

    @property
    def day(self) -> datetime.date:
        """The day it starts."""
        return timezone.localtime(self.starts_at).date()

    @property
    def ends_at(self) -> datetime.datetime:
        """When it ends; in UTC, where an hour always lasts one."""
        return self.starts_at.astimezone(datetime.UTC) + datetime.timedelta(minutes=self.minutes)

    @property
    def hours(self) -> str:
        """From when to when, in words: « 8 h – 14 h »; the end's day too when it is another one."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return hours(start, end)

    @property
    def when(self) -> str:
        """Day and hours in words: « samedi 20 juin 2026, 8 h – 14 h »."""
        return f"{first_said(date_format(self.day, 'l j F Y'))}, {self.hours}"

    @property
    def needs(self) -> str:
        """Who it takes, in words: « 3 personnes, dont 1 avec : le permis »."""
        people = f"{self.people} personne{'s' if self.people > 1 else ''}"
        if not self.special:
            return people
        among = "" if self.special_people >= self.people else f"dont {self.special_people} "
        return f"{people}, {among}avec\u00a0: {self.special}"

    @property
    def where(self) -> str:
        """Its own place, else the job's. Load `job`."""
        return self.place or self.job.place


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Sign-ups, scoped."""

    def visible_to(self, actor: Actor) -> "SignUpQuerySet":
        """Those to shifts of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(shift__job__kpa_id__in=actor.files)

    def held(self) -> "SignUpQuerySet":
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def sitting(self) -> "SignUpQuerySet":
        """Those that take one of the shift's places: not left free by somebody who could not come."""
        return self.held().exclude(came=False)


class SignUp(Entered):
    """Somebody said they come to a shift; came or not; withdrew, and why, kindly."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="sign_ups")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="sign_ups")
    special = models.BooleanField("répond au besoin particulier", default=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    withdrawn_why = models.CharField("pourquoi", max_length=300, blank=True)
    came = models.BooleanField("venu·e", null=True)
    absent_why = models.CharField("empêchement", max_length=300, blank=True)
    marked_at = models.DateTimeField(null=True, editable=False)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription à une prestation"
        ordering = ["shift_id", "entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "participant"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_sign_up_per_person",
                violation_error_message="Cette personne est déjà inscrite.",
            )
        ]
        indexes = [models.Index(fields=["participant", "shift"], name="sign_up_by_participant")]

    def __str__(self) -> str:
        return f"{self.participant}, {self.shift}"


class PlannedWorkQuerySet(models.QuerySet["PlannedWork"]):
    """Promises of work, scoped."""

    def visible_to(self, actor: Actor) -> "PlannedWorkQuerySet":
        """Those on jobs of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(job__kpa_id__in=actor.files)

    def standing(self) -> "PlannedWorkQuerySet":
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class PlannedWork(Entered):
    """Hours promised before the work, beyond shifts: a commitment on a contributory budget or a job."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="planned_work")
    role = models.ForeignKey(WorkRole, models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="+")
    """Nobody yet when null."""
    minutes = models.PositiveIntegerField("durée (minutes)")
    what = models.CharField("pour quoi faire", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = PlannedWorkQuerySet.as_manager()

    class Meta:
        verbose_name = "engagement"
        ordering = ["job_id", "id"]

    def __str__(self) -> str:
        return f"{self.minutes} min de {self.role}"

    @property
    def in_words(self) -> str:
        """How long: « 3 h 30 »."""
        return spoken(self.minutes)
