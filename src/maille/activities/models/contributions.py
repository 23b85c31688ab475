"""Who gave what: time, and money advanced. Corrected by withdrawing a line and writing another; nothing vanishes."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from maille.activities.models.catalogue import Activity, WorkRole
from maille.activities.models.jobs import Job, SignUp
from maille.activities.models.participants import Participant
from maille.journeys.models import StoredFile
from maille.journeys.models.entered import Entered
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class GivenQuerySet(models.QuerySet[Any]):
    """Contributions and expenses, scoped."""

    def visible_to(self, actor: Actor) -> "GivenQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)

    def standing(self) -> "GivenQuerySet":
        """Those that count: not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def own(self, actor: Actor) -> "GivenQuerySet":
        """The actor's own, by their file or by their account; nobody's for somebody not signed in."""
        return self.filter(participant__in=Participant.objects.own(actor).values("pk"))

    def between(self, start: datetime.date, end: datetime.date) -> "GivenQuerySet":
        """Those of these days, both included."""
        return self.filter(day__range=(start, end))

    def told(self) -> "GivenQuerySet":
        """With what naming them needs."""
        return self.select_related("participant__person", "participant__user", "entered_by", "confirmed_by", "job")


class Given(Entered):
    """What contributions and expenses share."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    day = models.DateField("le")
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    """Who confirmed it with the group; null while nobody did."""
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replacement", editable=False)
    """The line it corrects, itself withdrawn."""
    key = models.CharField(max_length=40, null=True, editable=False)
    """Made by the page that sent it: the same form sent twice, or sent later from a phone, is written once."""

    objects = GivenQuerySet.as_manager()

    @property
    def replacement_line(self) -> "Given | None":
        """The line that replaced this one, if any. Load `replacement`."""
        return getattr(self, "replacement", None)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["entered_by", "key"], name="%(class)s_sent_once")]


class Contribution(Given):
    """Time somebody gave on a day, in a role: paid or not, with a job or without."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="contributions")
    job = models.ForeignKey(Job, models.PROTECT, null=True, blank=True, related_name="contributions")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.ForeignKey(WorkRole, models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField("durée (minutes)")
    paid = models.BooleanField("à rémunérer", default=True)
    """Unpaid work is not given to the rule; it counts and shows everywhere else."""
    points = models.DecimalField("points", max_digits=6, decimal_places=2, default=0)
    note = models.CharField("en quelques mots", max_length=300, blank=True)
    sign_up = models.ForeignKey(
        SignUp, models.SET_NULL, null=True, blank=True, related_name="contributions", editable=False
    )
    """The sign-up it was noted from in one tap, once."""

    class Meta(Given.Meta):
        abstract = False
        verbose_name = "contribution"
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["kpa", "-day", "-id"], name="contribution_by_kpa"),
            models.Index(fields=["participant", "-day", "-id"], name="contribution_by_participant"),
        ]
        constraints = [
            *Given.Meta.constraints,
            models.UniqueConstraint(
                fields=["sign_up"],
                condition=Q(sign_up__isnull=False, withdrawn_at__isnull=True),
                name="sign_up_noted_once",
                violation_error_message="Ce temps est déjà noté.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gt=0) | Q(points__gt=0),
                name="contribution_is_something",
                violation_error_message="Dites combien de temps.",
            ),
            models.CheckConstraint(condition=Q(points__gte=0), name="points_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}, {self.minutes} min le {self.day:%d/%m/%Y}"


class Expense(Given):
    """Money spent for a job or the group: who advanced it, and the photo of the receipt."""

    class Advanced(models.TextChoices):
        """Whose money it was."""

        PARTICIPANT = "participant", "Une personne"
        COLLECTIVE = "collective", "La trésorerie du groupe"
        HOST = "host", "La structure de portage"

    job = models.ForeignKey(Job, models.PROTECT, null=True, blank=True, related_name="expenses")
    advanced_by = models.CharField("avancé par", max_length=11, choices=Advanced, default=Advanced.PARTICIPANT)
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="expenses")
    cents = models.PositiveIntegerField("montant (centimes)")
    what = models.CharField("pour acheter", max_length=200)
    shop = models.CharField("où", max_length=120, blank=True)
    receipt = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    """The photo; none when it is lost, and the note says so."""
    note = models.CharField("précision", max_length=300, blank=True)

    class Meta(Given.Meta):
        abstract = False
        verbose_name = "frais"
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["kpa", "-day", "-id"], name="expense_by_kpa")]
        constraints = [
            *Given.Meta.constraints,
            models.CheckConstraint(condition=Q(cents__gt=0), name="expense_is_something",
                                   violation_error_message="Le montant est plus grand que zéro."),
            models.CheckConstraint(
                condition=Q(advanced_by="participant", participant__isnull=False)
                | (~Q(advanced_by="participant") & Q(participant__isnull=True)),
                name="expense_advanced_by_somebody",
                violation_error_message="Dites qui a avancé l'argent.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.what}, {self.day:%d/%m/%Y}"
