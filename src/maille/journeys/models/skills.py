"""Skills: the grid a KPA edits, and who recognised what in whom."""

import datetime
from typing import Any

from django.apps import apps as everything
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from maille.journeys.models.entered import Entered
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.rules.skills import COMMON, LEVELS
from maille.network.models import Organisation
from maille.network.rules.roles import Actor


class SkillQuerySet(models.QuerySet["Skill"]):
    """Skills, scoped and dated."""

    def visible_to(self, actor: Actor) -> "SkillQuerySet":
        """The common ones, and those of KPAs whose page the actor may read."""
        return self if actor.everything else self.filter(Q(kpa__isnull=True) | Q(kpa_id__in=actor.sees))

    def of_kpa(self, kpa_id: int) -> "SkillQuerySet":
        """Every skill that is or was in this KPA's grid: the common ones and its own."""
        return self.filter(Q(kpa__isnull=True) | Q(kpa_id=kpa_id))

    def in_grid(self, kpa_id: int) -> "SkillQuerySet":
        """This KPA's grid as it stands: neither retired nor set aside."""
        aside = GridLine.objects.filter(kpa_id=kpa_id, skill=OuterRef("pk"), aside_since__isnull=False)
        return self.of_kpa(kpa_id).filter(retired_on__isnull=True).exclude(Exists(aside))

    def placed(self, kpa_id: int) -> "SkillQuerySet":
        """With `place`, the rank of each line in this KPA's grid, and `aside_since` when it is set aside there."""
        lines = GridLine.objects.filter(kpa_id=kpa_id, skill=OuterRef("pk")).order_by("pk")
        return self.annotate(
            place=Coalesce(Subquery(lines.values("rank")[:1]), F("rank")),
            aside_since=Subquery(lines.values("aside_since")[:1]),
        )


class Skill(models.Model):
    """One line of a grid; those without a KPA are common to all. Retired, never removed."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="skills")
    name = models.CharField("compétence", max_length=120)
    family = models.CharField("famille", max_length=60, blank=True)
    description = models.CharField("ce que l'on sait faire", max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)
    formerly = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="renamed", editable=False)
    """The line this one took the place of when the KPA renamed it: recognitions keep the words they were given in."""

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = "compétence"
        ordering = ["family", "rank", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpa", "name"],
                condition=Q(retired_on__isnull=True),
                name="one_skill_per_name",
                violation_error_message="Cette compétence est déjà dans la grille.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class GridLine(models.Model):
    """What one KPA decided of a common skill: another rank in its grid, or none at all."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="lines")
    rank = models.PositiveSmallIntegerField(null=True)
    aside_since = models.DateField("retirée depuis le", null=True)

    class Meta:
        verbose_name = "ligne de la grille"
        constraints = [
            models.UniqueConstraint(
                fields=["kpa", "skill"],
                name="one_grid_line_per_skill",
                violation_error_message="Cette compétence est déjà dans la grille.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.skill}, {self.kpa}"


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    """Recognitions, scoped and dated."""

    def visible_to(self, actor: Actor) -> "RecognitionQuerySet":
        """Those of journeys whose files the actor may open."""
        return self if actor.everything else self.filter(journey__kpa_id__in=actor.files)

    def standing(self, day: datetime.date) -> "RecognitionQuerySet":
        """Those given by that day, neither withdrawn nor refused by the person yet."""
        return self.filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day),
            Q(refused_on__isnull=True) | Q(refused_on__gt=day),
            recognised_on__lte=day,
        )


class Recognition(Entered):
    """A skill recognised in a person: by herself, by a peer, by a contributeur·rice. A new level is a new row."""

    class By(models.TextChoices):
        """Who recognises."""

        SELF = "self", "Auto-évaluation"
        PEER = "peer", "Par un pair"
        CONTRIBUTOR = "contributor", "Par un·e contributeur·rice"

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="recognitions")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="recognitions")
    by = models.CharField("reconnue", max_length=11, choices=By)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    peer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    level = models.PositiveSmallIntegerField("niveau", choices=LEVELS)
    recognised_on = models.DateField("le")
    evidence = models.CharField("vu dans", max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    refused_on = models.DateField(null=True, editable=False)
    """The person does not want it: shown to nobody, exported nowhere, kept so that she may change her mind."""

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = "compétence reconnue"
        ordering = ["-recognised_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by="peer", peer__isnull=False) | (~Q(by="peer") & Q(peer__isnull=True)),
                name="recognition_by_peer_names_the_peer",
                violation_error_message="Dites quel pair reconnaît cette compétence.",
            )
        ]
        indexes = [models.Index(fields=["journey", "skill"], name="recognition_by_journey")]

    def __str__(self) -> str:
        return f"{self.skill}, {self.get_by_display()}"


def seed_common(sender: object = None, *, using: str, apps: Any = None, **more: Any) -> None:
    """Ship the common grid (rules.skills.COMMON) where none is yet; runs after every migration and flush."""
    try:
        skill: Any = (apps or everything).get_model("journeys", "Skill")
        skill._meta.get_field("formerly")
    except (LookupError, FieldDoesNotExist):  # the table is not there yet, or as an older version left it
        return
    common = skill._default_manager.using(using)
    if not common.filter(kpa__isnull=True).exists():
        common.bulk_create(
            skill(family=family, name=name, description=description, rank=rank)
            for rank, (family, name, description) in enumerate(COMMON)
        )
