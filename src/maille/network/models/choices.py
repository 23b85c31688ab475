"""What each KPA decides for itself: data, never code (seed 003, "les variantes")."""

from collections.abc import Mapping

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maille.network.models.organisations import Organisation
from maille.network.rules import words
from maille.network.rules.choices import CONTROLLER_NAMES, MAXIMUM_MONTHS, MINIMUM_AGE
from maille.network.rules.roles import Actor
from maille.network.rules.stages import CONTRACT_NAMES, STAGE_NAMES, ContractKind, StageKind

CONTROLLERS = list(CONTROLLER_NAMES.items())


class KpaChoicesQuerySet(models.QuerySet["KpaChoices"]):
    """Choices, scoped."""

    def visible_to(self, actor: Actor) -> "KpaChoicesQuerySet":
        """Those of the KPAs the actor may see; nothing for a stranger."""
        return self if actor.everything else self.filter(kpa_id__in=actor.sees)


class KpaChoices(models.Model):
    """One KPA's publics, maximum journey length, contract kinds, names of stages and vocabulary."""

    kpa = models.OneToOneField(Organisation, models.CASCADE, related_name="choices", primary_key=True)
    publics = models.CharField("publics accueillis", max_length=300, blank=True)
    minimum_age = models.PositiveSmallIntegerField(
        "âge minimum", default=MINIMUM_AGE, validators=[MinValueValidator(MINIMUM_AGE)]
    )
    maximum_age = models.PositiveSmallIntegerField("âge maximum", null=True, blank=True)
    maximum_months = models.PositiveSmallIntegerField(
        "durée maximale d'un parcours (mois)",
        default=MAXIMUM_MONTHS,
        validators=[MinValueValidator(1), MaxValueValidator(MAXIMUM_MONTHS)],
    )
    contract_kinds = models.JSONField(
        "contrats proposés", default=list, help_text="Keys: cape, cesa, volunteering, membership."
    )
    stage_names = models.JSONField("noms des étapes", default=dict, help_text="Stage key → the KPA's own name.")
    vocabulary = models.JSONField("mots du KPA", default=dict, help_text="Word key → the KPA's own word.")
    required_pieces = models.JSONField(
        "pièces exigées avant de travailler", default=list, blank=True, help_text="Keys of rules.pieces.CHOSEN."
    )
    controller = models.CharField("responsable des données", max_length=5, choices=CONTROLLERS, blank=True)
    """Who answers for people's data when lead and host differ (GDPR art. 4-7, 26); "" means not said yet."""
    version = models.PositiveIntegerField(default=1)

    objects = KpaChoicesQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "réglages d'un KPA"
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_age__gte=MINIMUM_AGE),
                name="choices_minimum_age",
                violation_error_message="Un KPA accueille des personnes de 16 ans ou plus.",
            ),
            models.CheckConstraint(
                condition=Q(maximum_age__isnull=True) | Q(maximum_age__gte=F("minimum_age")),
                name="choices_ages_in_order",
                violation_error_message="L'âge maximum est inférieur à l'âge minimum.",
            ),
            models.CheckConstraint(
                condition=Q(maximum_months__gte=1, maximum_months__lte=MAXIMUM_MONTHS),
                name="choices_maximum_months",
                violation_error_message="Un parcours dure de 1 à 36 mois.",
            ),
        ]

    def __str__(self) -> str:
        return f"Réglages de {self.kpa}"

    def stage_name(self, stage: str) -> str:
        """The KPA's own name of a stage, else the common one."""
        own: Mapping[str, str] = self.stage_names
        return own.get(stage) or STAGE_NAMES[StageKind(stage)]

    def contracts(self) -> list[str]:
        """The names of the contracts offered, in the common order."""
        return [CONTRACT_NAMES[kind] for kind in ContractKind if kind in self.contract_kinds]

    def word(self, key: str, *, many: bool = False) -> str:
        """The KPA's own word, else the common one (rules.words)."""
        return words.say(self.vocabulary, key, many=many)
