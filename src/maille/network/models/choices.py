"""What each KPA decides for itself: data, never code (seed 003, "les variantes")."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from maille.network.models.organisations import Organisation


class KpaChoices(models.Model):
    """One KPA's publics, maximum journey length, contract kinds, names of stages and vocabulary."""

    kpa = models.OneToOneField(Organisation, models.CASCADE, related_name="choices", primary_key=True)
    publics = models.CharField("publics accueillis", max_length=300, blank=True)
    minimum_age = models.PositiveSmallIntegerField("âge minimum", default=16, validators=[MinValueValidator(16)])
    maximum_age = models.PositiveSmallIntegerField("âge maximum", null=True, blank=True)
    maximum_months = models.PositiveSmallIntegerField(
        "durée maximale d'un parcours (mois)", default=36, validators=[MinValueValidator(1), MaxValueValidator(36)]
    )
    contract_kinds = models.JSONField(
        "contrats proposés", default=list, help_text="Keys: cape, cesa, volunteering, membership."
    )
    stage_names = models.JSONField("noms des étapes", default=dict, help_text="Stage key → the KPA's own name.")
    vocabulary = models.JSONField("mots du KPA", default=dict, help_text="Word key → the KPA's own word.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "réglages d'un KPA"

    def __str__(self) -> str:
        return f"Réglages de {self.kpa}"
