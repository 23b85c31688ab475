"""The rule as a common: its versions, the decision that adopted each."""

import datetime
from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q

from maille.activities.models import Activity, Job, Participant
from maille.journeys.models.entered import Entered
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class Decision(Entered):
    """What a group decided: when, how, who was there. Append-only."""

    class How(models.TextChoices):
        """How it was decided."""

        CONSENT = "consent", "Par consentement : personne ne s'y est opposé"
        CONSENSUS = "consensus", "Par consensus : tout le monde était d'accord"
        VOTE = "vote", "Par un vote"
        OTHER = "other", "Autrement"

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="decisions")
    on = models.DateField("décidé le")
    how = models.CharField("comment", max_length=9, choices=How)
    votes_for = models.PositiveSmallIntegerField("pour", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("contre", null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField("abstentions", null=True, blank=True)
    others_present = models.CharField("autres personnes présentes", max_length=500, blank=True)
    note = models.CharField("précision", max_length=1000, blank=True)

    class Meta:
        verbose_name = "décision"
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"Décision du {self.on:%d/%m/%Y}"


class DecisionPresence(models.Model):
    """Somebody was there. Append-only."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="presences")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "présence à une décision"
        ordering = ["decision_id", "id"]
        constraints = [models.UniqueConstraint(fields=["decision", "participant"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.participant}, {self.decision}"


class SharingRuleQuerySet(models.QuerySet["SharingRule"]):
    """Rules, scoped."""

    def visible_to(self, actor: Actor) -> "SharingRuleQuerySet":
        """Those of KPAs whose files the actor may open; a member of the group reads her own by her journey."""
        return self if actor.everything else self.filter(kpa_id__in=actor.files)


class SharingRule(models.Model):
    """The rule of a KPA, or of one of its activities, through its versions."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="sharing_rules")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="sharing_rules")
    """Null: for all that has no rule of its own."""

    objects = SharingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "règle de répartition"
        ordering = ["kpa_id", "activity__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kpa"], condition=Q(activity__isnull=True), name="one_rule_per_kpa"),
            models.UniqueConstraint(
                fields=["activity"], condition=Q(activity__isnull=False), name="one_rule_per_activity"
            ),
        ]

    def __str__(self) -> str:
        return f"Règle de {self.activity or self.kpa}"


class RuleDraft(Entered):
    """A rule being written: saved as often as one likes, until a decision adopts it."""

    rule = models.ForeignKey(SharingRule, models.CASCADE, related_name="drafts")
    name = models.CharField("nom", max_length=80)
    content = models.JSONField(default=dict)
    """As RuleVersion.content."""
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "brouillon de règle"
        ordering = ["-entered_at", "-id"]

    def __str__(self) -> str:
        return self.name


class RuleVersion(Entered):
    """A rule as adopted, valid from a day until the next version's. Append-only."""

    rule = models.ForeignKey(SharingRule, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    name = models.CharField("nom", max_length=80)
    content = models.JSONField()
    """{"shortage", "remainder", "steps": […]} as rules.reading.read_rule takes it, recipients as in rules.recipients.

    A host step carries neither scale, year_to_date nor waived: those of the agreement are put in.
    """
    valid_from = models.DateField("valable à partir du")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = "version d'une règle"
        ordering = ["rule_id", "-valid_from", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="one_rule_version_per_number"),
            models.UniqueConstraint(
                fields=["rule", "valid_from"],
                name="one_rule_version_per_day",
                violation_error_message="Une version est déjà valable à partir de ce jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (version {self.number})"


def in_force(kpa_id: int, activity_id: int | None, day: datetime.date) -> models.QuerySet[RuleVersion]:
    """Versions valid that day, the one that applies first."""
    # unscoped: of a KPA loaded in scope
    versions = RuleVersion.objects.filter(rule__kpa_id=kpa_id, valid_from__lte=day).filter(
        Q(rule__activity_id=activity_id) | Q(rule__activity__isnull=True)
    )
    own_first = F("rule__activity_id").desc(nulls_last=True)
    return versions.order_by(own_first, "-valid_from", "-number")


def rule_in_force(kpa_id: int, activity_id: int | None, day: datetime.date) -> RuleVersion | None:
    """The version valid that day: of the activity's own rule when it has one then, else of the KPA's; None for none."""
    return in_force(kpa_id, activity_id, day).select_related("rule", "decision").first()


def versions_in_force(jobs: Sequence[Job]) -> dict[int, RuleVersion | None]:
    """Job → the version of its day, chosen as `rule_in_force` does; one query."""
    # unscoped: of KPAs of jobs loaded in scope
    known = RuleVersion.objects.filter(rule__kpa__in={job.kpa_id for job in jobs}).select_related("rule", "decision")
    versions = list(known.order_by("-valid_from", "-number"))
    found: dict[int, RuleVersion | None] = {}
    for job in jobs:
        of_day = [each for each in versions if each.rule.kpa_id == job.kpa_id and each.valid_from <= job.day]
        own = [each for each in of_day if job.activity_id and each.rule.activity_id == job.activity_id]
        common = [each for each in of_day if each.rule.activity_id is None]
        found[job.pk] = next(iter([*own, *common]), None)
    return found
