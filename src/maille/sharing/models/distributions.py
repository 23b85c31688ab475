"""Distributions: what the rule gives of a job's pot, proposed to the group, approved, posted. Append-only.

Where a distribution stands is told by its events, so that nothing is ever changed.
"""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from maille.activities.models import Contribution, Expense, Job, Participant, SignUp
from maille.journeys.models.entered import Entered
from maille.ledger.models import Posting
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing.models.rules import Decision, RuleVersion


class State(models.TextChoices):
    """Where a distribution stands."""

    PROPOSED = "proposed", "Proposée"
    POSTED = "posted", "Inscrite aux comptes"
    WITHDRAWN = "withdrawn", "Retirée"
    REVERSED = "reversed", "Annulée"


def state_of(happened: Collection[str]) -> State:
    """Where it stands, by what happened to it."""
    for what in (State.WITHDRAWN, State.REVERSED, State.POSTED):
        if what in happened:
            return what
    return State.PROPOSED


class DistributionQuerySet(models.QuerySet["Distribution"]):
    """Distributions, scoped."""

    def visible_to(self, actor: Actor) -> "DistributionQuerySet":
        """Those of KPAs whose files the actor may open."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)

    def open_to(self, actor: Actor) -> "DistributionQuerySet":
        """Those of jobs where the actor took part: by hours, money advanced, a place on a shift, or a line."""
        # unscoped: the actor's own lines
        own = Participant.objects.own(actor).values("pk")
        took_part = (
            Q(job__in=Contribution.objects.standing().filter(participant__in=own, job__isnull=False).values("job"))
            | Q(job__in=Expense.objects.standing().filter(participant__in=own, job__isnull=False).values("job"))
            | Q(job__in=SignUp.objects.filter(participant__in=own, withdrawn_at__isnull=True).values("shift__job"))
            | Q(pk__in=DistributionLine.objects.filter(participant__in=own).values("distribution"))
        )
        return self.filter(took_part, kpa__in=Participant.objects.own(actor).values("kpa"))

    def proposed(self) -> "DistributionQuerySet":
        """Those that wait for the group's answer."""
        return self.exclude(events__what__in=[DistributionEvent.What.POSTED, DistributionEvent.What.WITHDRAWN])

    def told(self) -> "DistributionQuerySet":
        """With what a page tells of them: the rule, who wrote it, what happened since."""
        events = models.Prefetch("events", DistributionEvent.objects.select_related("by", "decision").order_by("pk"))
        return self.select_related("job__activity", "kpa", "rule_version", "entered_by").prefetch_related(events)

    def standing(self) -> "DistributionQuerySet":
        """Those posted and not reversed."""
        happened = DistributionEvent.objects.filter(distribution=OuterRef("pk")).order_by()
        posted = happened.filter(what=DistributionEvent.What.POSTED)
        return self.filter(Exists(posted), ~Exists(happened.filter(what=DistributionEvent.What.REVERSED)))


class Distribution(Entered):
    """The rule run on all that a job received and was given so far; what it posts is the difference with `after`."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, related_name="distributions")
    rule_version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="distributions")
    day = models.DateField("date")
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by", editable=False)
    """The job's distribution posted last when this one was computed; it is stale when another came since."""
    income = models.BigIntegerField("recette cumulée hors taxes (centimes)")
    expenses = models.BigIntegerField("frais cumulés (centimes)")
    year = models.PositiveSmallIntegerField("année de la dernière recette")
    year_to_date = models.BigIntegerField("marge déjà partagée cette année-là (centimes)")
    case = models.JSONField()
    """All that the rule looked at, by participant numbers ("p12"), without a name: it can be computed again."""

    objects = DistributionQuerySet.as_manager()

    class Meta:
        verbose_name = "répartition"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["job", "-id"], name="distribution_by_job"),
            models.Index(fields=["kpa", "year"], name="distribution_by_year"),
        ]

    def __str__(self) -> str:
        return f"Répartition du {self.day:%d/%m/%Y}"

    @property
    def state(self) -> State:
        """Where it stands, told by its events: load them for several (`told`)."""
        return state_of({each.what for each in self.events.all()})

    @property
    def margin(self) -> int:
        """The gross margin in cents: income less all expenses."""
        return self.income - self.expenses


class DistributionLine(models.Model):
    """Cents for somebody at one step, with the figures that tell why (rules.wording.because). Append-only."""

    distribution = models.ForeignKey(Distribution, models.PROTECT, related_name="lines")
    rank = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    recipient = models.CharField(max_length=24)
    """As rules.recipients: "p12", "host", "collective", "activity", "solidarity", "commons"."""
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="distribution_lines")
    """The one "p12" names."""
    cents = models.BigIntegerField("centimes")
    """Cumulated, as the rule gives it; what is posted is the difference by recipient."""
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name = "ligne d'une répartition"
        ordering = ["distribution_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["distribution", "rank"], name="one_line_per_rank"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="line_gives_something"),
        ]
        indexes = [models.Index(fields=["participant", "distribution"], name="line_by_participant")]

    def __str__(self) -> str:
        return f"{self.recipient} : {self.cents}"


class DistributionEvent(models.Model):
    """A distribution was approved, posted, withdrawn or reversed. Once each. Append-only."""

    class What(models.TextChoices):
        """What happened."""

        APPROVED = "approved", "Approuvée"
        POSTED = "posted", "Inscrite aux comptes"
        WITHDRAWN = "withdrawn", "Retirée"
        REVERSED = "reversed", "Annulée par une contre-répartition"

    distribution = models.ForeignKey(Distribution, models.PROTECT, related_name="events")
    what = models.CharField(max_length=9, choices=What)
    on = models.DateField("le")
    note = models.CharField("précision", max_length=500, blank=True)
    """What the group said; why it was withdrawn or reversed."""
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    """How the group approved, and who was there: by participants, so that no name stays here."""
    posting = models.OneToOneField(Posting, models.PROTECT, null=True, related_name="distribution_event")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "étape d'une répartition"
        ordering = ["distribution_id", "id"]
        constraints = [models.UniqueConstraint(fields=["distribution", "what"], name="distribution_event_once")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} le {self.on:%d/%m/%Y}"


class Disagreement(Entered):
    """Somebody does not agree with a proposed distribution; it is answered before the group approves."""

    distribution = models.ForeignKey(Distribution, models.PROTECT, related_name="disagreements")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    text = models.TextField("ce qui ne va pas", max_length=2000)
    said_on = models.DateField("dit le")
    answer = models.TextField("réponse du groupe", max_length=2000, blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = "désaccord"
        ordering = ["distribution_id", "id"]

    def __str__(self) -> str:
        return f"Désaccord de {self.participant}"
