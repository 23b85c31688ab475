"""A KPA's own choices: one field per stage and per word."""

from typing import Any

from django import forms

from maille.network.forms.base import VersionedForm
from maille.network.models import KpaChoices
from maille.network.rules import words
from maille.network.rules.choices import CONTROLLER_NAMES, MAXIMUM_MONTHS, MINIMUM_AGE, Choices
from maille.network.rules.pieces import CHOSEN, PIECE_NAMES
from maille.network.rules.stages import CONTRACT_NAMES, STAGE_NAMES

STAGE, WORD = "stage_names__", "vocabulary__"
NUMBER = {"inputmode": "numeric"}


class ChoicesForm(VersionedForm):
    """What a KPA decides for itself."""

    publics = forms.CharField(
        label="Publics accueillis", required=False, max_length=300, help_text="Par exemple : jeunes de 16 à 25 ans."
    )
    minimum_age = forms.IntegerField(
        label="Âge minimum à l'entrée",
        widget=forms.NumberInput(NUMBER),
        help_text=f"{MINIMUM_AGE} ans au moins, pour tous les KPA.",
    )
    maximum_age = forms.IntegerField(
        label="Âge maximum à l'entrée",
        required=False,
        widget=forms.NumberInput(NUMBER),
        help_text="Laissez vide s'il n'y en a pas.",
    )
    maximum_months = forms.IntegerField(
        label="Durée maximale d'un parcours, en mois",
        widget=forms.NumberInput(NUMBER),
        help_text=f"{MAXIMUM_MONTHS} mois au plus : un CAPE dure un an et se renouvelle deux fois.",
    )
    contract_kinds = forms.MultipleChoiceField(
        label="Contrats proposés",
        required=False,
        choices=[(kind.value, name) for kind, name in CONTRACT_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    required_pieces = forms.MultipleChoiceField(
        label="Personne ne travaille ici sans",
        required=False,
        choices=[(kind.value, PIECE_NAMES[kind]) for kind in CHOSEN],
        widget=forms.CheckboxSelectMultiple,
        help_text=(
            "Ce qui n'est pas coché reste demandé, sans empêcher de travailler. Un contrat signé et l'accord de "
            "l'assureur sont toujours obligatoires ; l'autorisation de travail et celle du représentant légal le sont "
            "pour qui en a besoin."
        ),
    )
    controller = forms.ChoiceField(
        label="Qui répond des données des personnes",
        required=False,
        choices=[("", "Pas encore décidé"), *CONTROLLER_NAMES.items()],
        help_text=(
            "Le responsable de traitement (RGPD), quand la structure porteuse et la structure de portage ne sont pas "
            "la même. Les personnes lisent cette réponse quand elles demandent leurs données."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for stage, name in STAGE_NAMES.items():
            self.fields[f"{STAGE}{stage.value}"] = forms.CharField(label=f"« {name} » s'appelle ici", required=False)
        for key, common in words.WORDS.items():
            self.fields[f"{WORD}{key}"] = forms.CharField(
                label=f"« {common.one[:1].upper()}{common.one[1:]} » se dit ici",
                required=False,
                help_text=f"{common.meaning[:1].upper()}{common.meaning[1:]}.",
            )
        for name, field in self.fields.items():
            if name.startswith((STAGE, WORD)):
                field.widget.attrs["autocomplete"] = "off"

    def choices(self) -> Choices:
        """What was typed, as the action takes it."""
        typed = self.cleaned_data
        return Choices(
            publics=typed["publics"],
            minimum_age=typed["minimum_age"],
            maximum_age=typed["maximum_age"],
            maximum_months=typed["maximum_months"],
            contract_kinds=tuple(typed["contract_kinds"]),
            stage_names={key.value: typed[f"{STAGE}{key.value}"] for key in STAGE_NAMES},
            vocabulary={key: typed[f"{WORD}{key}"] for key in words.WORDS},
            required_pieces=tuple(typed["required_pieces"]),
            controller=typed["controller"],
        )

    @staticmethod
    def start(choices: KpaChoices) -> dict[str, Any]:
        """The form's beginning values: a KPA's own words, or the common ones, ready to change."""
        plain = (
            "publics",
            "minimum_age",
            "maximum_age",
            "maximum_months",
            "contract_kinds",
            "required_pieces",
            "controller",
            "version",
        )
        return (
            {name: getattr(choices, name) for name in plain}
            | {f"{STAGE}{key.value}": choices.stage_name(key) for key in STAGE_NAMES}
            | {f"{WORD}{key}": choices.word(key) for key in words.WORDS}
        )

    def stages(self) -> list[forms.BoundField]:
        """The fields of the four stages."""
        return [self[name] for name in self.fields if name.startswith(STAGE)]

    def words(self) -> list[forms.BoundField]:
        """The fields of the vocabulary."""
        return [self[name] for name in self.fields if name.startswith(WORD)]
