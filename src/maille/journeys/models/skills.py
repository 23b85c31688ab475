"""Skills: the grid a KPA edits, and who recognised what in whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maille.journeys.models.entered import Entered
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.network.models import Organisation


class Skill(models.Model):
    """One line of a grid; those without a KPA are common to all. Retired, never removed."""

    kpa = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="skills")
    name = models.CharField("compétence", max_length=120)
    family = models.CharField("famille", max_length=60, blank=True)
    description = models.CharField("ce que l'on sait faire", max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

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


class Recognition(Entered):
    """A skill recognised in a person: by herself, by a peer, by a contributeur·rice."""

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
    level = models.PositiveSmallIntegerField(
        "niveau", choices=[(1, "Je découvre"), (2, "Avec de l'aide"), (3, "En autonomie"), (4, "Je peux transmettre")]
    )
    recognised_on = models.DateField("le")
    evidence = models.CharField("vu dans", max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = "compétence reconnue"
        ordering = ["-recognised_on", "-id"]
        indexes = [models.Index(fields=["journey", "skill"], name="recognition_by_journey")]

    def __str__(self) -> str:
        return f"{self.skill}, {self.get_by_display()}"
