"""An organisation's facts, its closing, its relations."""

import datetime
from typing import Any

from django import forms

from maille.network.actions.organisations import FIXED_KINDS, Facts
from maille.network.forms.base import CommuneInput, DateField, VersionedForm
from maille.network.models import Kind, Organisation, RelationKind
from maille.network.rules.relations import Span

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class FactsForm(forms.Form):
    """What an organisation says of itself."""

    kind = forms.ChoiceField(label="Nature")
    name = forms.CharField(label="Nom", max_length=150)
    siren = forms.CharField(
        label="SIREN", required=False, max_length=20, widget=forms.TextInput(DIGITS), help_text="Neuf chiffres."
    )
    siret = forms.CharField(
        label="SIRET",
        required=False,
        max_length=30,
        widget=forms.TextInput(DIGITS),
        help_text="Quatorze chiffres ; le SIREN s'en déduit.",
    )
    rna = forms.CharField(
        label="RNA",
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="Pour une association : W et neuf chiffres.",
    )
    address = forms.CharField(label="Adresse", required=False, max_length=200)
    postal_code = forms.CharField(label="Code postal", required=False, max_length=6, widget=forms.TextInput(DIGITS))
    commune = forms.CharField(label="Commune", required=False, max_length=100, widget=CommuneInput)
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(label="Téléphone", required=False, max_length=20)
    website = forms.URLField(label="Site", required=False, assume_scheme="https")
    opened_on = DateField(label="Ouverte depuis le", required=False)

    def __init__(self, *args: Any, kinds: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(value, label) for value, label in Kind.choices if value in kinds]

    def facts(self) -> Facts:
        """What was typed, as the action takes it."""
        return Facts(**{name: self.cleaned_data[name] for name in Facts.__dataclass_fields__})

    @staticmethod
    def start(organisation: Organisation) -> dict[str, Any]:
        """The form's beginning values."""
        return {name: getattr(organisation, name) for name in Facts.__dataclass_fields__}


class OrganisationForm(FactsForm, VersionedForm):
    """Correcting the facts of an organisation that exists."""


def kinds_for(organisation: Organisation) -> list[str]:
    """The kinds this organisation may become: a KPA and a network stay what they are."""
    if organisation.kind in FIXED_KINDS:
        return [organisation.kind]
    return [kind for kind in Kind.values if kind not in FIXED_KINDS]


class CloseForm(VersionedForm):
    """The last day of an organisation."""

    closed_on = DateField(label="Dernier jour d'ouverture")


class SpanForm(forms.Form):
    """What kind of relation, from when to when."""

    other_names = {"kind": "relation"}
    relation = forms.ChoiceField(label="Lien", choices=RelationKind.choices)
    started_on = DateField(label="Depuis le")
    ended_on = DateField(label="Jusqu'au", required=False, help_text="Laissez vide si le lien dure encore.")

    def span(self) -> Span:
        """The two days typed."""
        return Span(self.cleaned_data["started_on"], self.cleaned_data["ended_on"])


class RelationForm(SpanForm):
    """A relation with an organisation already known."""

    source = forms.ModelChoiceField(label="Structure", queryset=Organisation.objects.none(), empty_label="Choisissez")
    field_order = ["source", "relation", "started_on", "ended_on"]

    def __init__(self, *args: Any, among: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["source"].queryset = among


class NewPartnerForm(SpanForm, FactsForm):
    """A new organisation with what it is for the one it is added to."""

    field_order = ["relation", "started_on", "ended_on", "kind", "name"]


class CorrectionForm(SpanForm, VersionedForm):
    """Correcting what was told of a relation."""


class EndForm(VersionedForm):
    """The last day of a relation."""

    ended_on = DateField(label="Dernier jour")


def relation_start(kind: str, today: datetime.date) -> dict[str, Any]:
    """The beginning values of a new relation."""
    return {"relation": kind if kind in RelationKind.values else RelationKind.LEAD, "started_on": today}
