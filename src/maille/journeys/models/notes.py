"""Notes with a need to know, handovers, time-limited accesses of partners, and what the person answers."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from maille.journeys.models.entered import Entered
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.models.support import Interview
from maille.journeys.rules.notes import SHORT_NAMES, VISIBILITY_NAMES, Visibility, part_names
from maille.network.models import Organisation
from maille.network.rules.roles import Actor, Role

VISIBILITIES = [(key.value, name) for key, name in VISIBILITY_NAMES.items()]


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes, scoped by who needs to know."""

    def visible_to(self, actor: Actor, *, withdrawn: bool = False) -> "NoteQuerySet":
        """Those this reader needs, in files the reader opens (rules.notes.narrowest says who); withdrawn ones apart.

        About oneself, only what is shared; the person's own pages use `shared_with` instead.
        """
        notes = self if withdrawn else self.filter(withdrawn_at__isnull=True)
        if actor.everything:
            return notes
        if actor.user_id is None:
            return notes.none()
        entrusted = ~Q(visibility=Visibility.AUTHOR) | Q(entrusted_to__isnull=True) | Q(entrusted_to_id=actor.user_id)
        inner = Q(follows(actor)) & entrusted
        if actor.role == Role.CONTRIBUTOR:
            inner |= Q(visibility__in=[Visibility.TEAM, Visibility.HOST])
        elif actor.role == Role.HOST_REFERENT:
            inner |= Q(visibility=Visibility.HOST)
        read = Q(author_id=actor.user_id) | Q(visibility=Visibility.SHARED)
        read |= inner & ~Q(journey__person__user_id=actor.user_id)
        return notes.filter(read, journey__kpa_id__in=actor.files)

    def shared_with(self, person: Person, *, withdrawn: bool = False) -> "NoteQuerySet":
        """Those the person reads on her own pages."""
        notes = self if withdrawn else self.filter(withdrawn_at__isnull=True)
        return notes.filter(visibility=Visibility.SHARED, journey__person=person)


class Note(Entered):
    """Something worth remembering, as facts, with who may read it; shared with the person by default."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, models.CASCADE, null=True, blank=True, related_name="notes")
    written_on = models.DateField("le")
    text = models.TextField("note", max_length=8000)
    visibility = models.CharField("qui peut lire", max_length=7, choices=VISIBILITIES, default="shared")
    entrusted_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    """The referent who reads it while it is for the author and the referent: the one of the day it was written, then
    those it was handed over to one by one; None while nobody followed the person."""
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    withdrawn_why = models.CharField("raison du retrait", max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = NoteQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        verbose_name = "note"
        ordering = ["-written_on", "-id"]
        indexes = [models.Index(fields=["journey", "-written_on"], name="note_by_journey")]

    def __str__(self) -> str:
        return f"Note du {self.written_on:%d/%m/%Y}"

    @property
    def readers(self) -> str:
        """Who may read it, in few words."""
        return SHORT_NAMES[Visibility(self.visibility)]


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Replies, scoped."""

    def visible_to(self, actor: Actor) -> "ReplyQuerySet":
        """Those made in KPAs whose files the actor opens; about a note, only while the actor reads that note."""
        if actor.everything:
            return self
        notes = Note.objects.visible_to(actor, withdrawn=True).filter(pk=OuterRef("subject_id"))
        return self.filter(~Q(subject=Reply.Subject.NOTE) | Exists(notes), kpa_id__in=actor.files)

    def waiting(self) -> "ReplyQuerySet":
        """Contests nobody has answered yet."""
        return self.filter(kind=Reply.Kind.CONTEST, answered_at__isnull=True)


class Reply(Entered):
    """The person's own version of something written about her, or her contesting it, and the answer she got."""

    class Kind(models.TextChoices):
        """What she wants."""

        VERSION = "version", "Ma version"
        CONTEST = "contest", "Je conteste"

    class Subject(models.TextChoices):
        """What may be answered: a note, or a record written on her behalf."""

        NOTE = "note", "Note"
        INTERVIEW = "interview", "Entretien"
        GOAL = "goal", "Objectif"
        PLACE = "place", "Inscription à un atelier"
        RECOGNITION = "recognition", "Compétence"
        PIECE = "piece", "Pièce"
        SIGNATURE = "signature", "Signature"
        BANK = "bank", "Coordonnées bancaires"
        CONTRACT = "contract", "Contrat"
        PERIOD = "period", "Période d'un contrat"
        TERMINATION = "termination", "Rupture anticipée"
        INSURANCE = "insurance", "Demande à l'assureur"
        BARRIER = "barrier", "Frein"
        STEP = "step", "Prochain pas"
        ORIENTATION = "orientation", "Orientation"
        PROCEDURE = "procedure", "Démarche"
        REQUEST = "request", "Demande sur vos données"
        REPLY = "reply", "Ma réponse"
        OPENING = "opening", "Accès d'un partenaire"
        SIGN_UP = "sign_up", "Inscription à une prestation"
        WORK = "work", "Temps donné"
        EXPENSE = "expense", "Frais avancés"
        OBJECTION = "objection", "Désaccord"
        PAY = "pay", "Demande de paie"
        OTHER = "other", "Autre"

    person = models.ForeignKey(Person, models.PROTECT, related_name="replies")
    kpa = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """Whose team answers: that of the record."""
    kind = models.CharField(max_length=7, choices=Kind)
    subject = models.CharField(max_length=11, choices=Subject)
    subject_id = models.BigIntegerField()
    text = models.TextField("ce que vous voulez dire", max_length=4000)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    answer = models.TextField("réponse", max_length=4000, blank=True)
    upheld = models.BooleanField(null=True, editable=False)
    """Whether the record was corrected; null while not answered, or for a version of her own."""

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse de la personne"
        ordering = ["-entered_at", "-id"]
        indexes = [
            models.Index(fields=["person", "subject", "subject_id"], name="reply_by_subject"),
            models.Index(fields=["kpa", "entered_at"], condition=Q(answered_at__isnull=True), name="reply_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.person}"


class Handover(Entered):
    """A journey handed to a new referent: what was transmitted is listed, and both know. Append-only."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="handovers")
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handed_on = models.DateField("le")
    transmitted = models.JSONField(default=dict, help_text="What kind of record → ids transmitted.")
    word = models.CharField("mot de passage", max_length=1000, blank=True)

    class Meta:
        verbose_name = "passage de relais"
        ordering = ["-handed_on", "-id"]

    def __str__(self) -> str:
        return f"{self.journey} → {self.to_user}"


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Openings, scoped and dated."""

    def visible_to(self, actor: Actor) -> "OpeningQuerySet":
        """Those of journeys whose files the actor opens, valid or not; what is opened to oneself is `open_to`."""
        return self if actor.everything else self.filter(journey__kpa_id__in=actor.files)

    def open_to(self, actor: Actor) -> "OpeningQuerySet":
        """What the actor, as a member of the partner it was opened to, may read today."""
        if actor.user_id is None or actor.organisation_id is None:
            return self.none()
        own = self.filter(user_id=actor.user_id, organisation_id=actor.organisation_id)
        return own.at(actor.today).filter(journey__person__anonymised_at__isnull=True)

    def at(self, day: datetime.date) -> "OpeningQuerySet":
        """Those valid on that day."""
        return self.filter(
            Q(started_on__lte=day, ends_on__gte=day) & (Q(closed_on__isnull=True) | Q(closed_on__gt=day))
        )


class Opening(Entered):
    """A partner may read chosen parts of one journey, between two days, for a reason the person agreed to."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="openings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """Where the partner works: without a place there any more, the partner reads nothing."""
    parts = models.JSONField(default=list, help_text="Keys of rules.notes.Part.")
    reason = models.CharField("pour quoi", max_length=300)
    started_on = models.DateField("du")
    ends_on = models.DateField("au")
    agreed_on = models.DateField("accord de la personne, le")
    closed_on = models.DateField(null=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = "accès d'un partenaire"
        ordering = ["-started_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("started_on")),
                name="opening_dates_in_order",
                violation_error_message="La fin précède le début.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.journey}"

    @property
    def part_names(self) -> list[str]:
        """What it shows, in words."""
        return part_names(self.parts)


def follows(actor: Actor) -> Exists:
    """Whether the actor is the journey's referent today; for a queryset whose rows have a `journey_id`."""
    from maille.journeys.models.events import Referent

    latest = (
        Referent.objects.filter(journey_id=OuterRef("journey_id"), started_on__lte=actor.today)
        .order_by("-started_on", "-id")
        .values("user_id")[:1]
    )
    if actor.user_id is None:
        return Exists(Referent.objects.none())
    return Exists(Referent.objects.filter(user_id=actor.user_id, journey_id=OuterRef("journey_id"), user_id__in=latest))
