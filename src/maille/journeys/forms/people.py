"""Who somebody is, and where they stand when they enter."""

import datetime
from typing import Any

from django import forms

from maille.identity.models import User
from maille.journeys import access
from maille.journeys.forms.fields import Day, YesNo
from maille.journeys.forms.wary import Wary
from maille.journeys.models import Person
from maille.journeys.models.journeys import LEVELS
from maille.journeys.models.people import SEXES
from maille.journeys.models.reading import stage_names
from maille.journeys.rules.facts import Identity, Situation
from maille.journeys.rules.names import MAXIMUM
from maille.journeys.rules.terms import STAGE_NAMES
from maille.network.forms.base import CommuneInput
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.forms import set_choices, set_rows

IDENTITY = ("last_name", "first_name", "birth_date", "sex", "phone", "email")
SITUATION = tuple(name for name in Situation.__dataclass_fields__ if name != "prescriber_id")


class OrganisationChoice(forms.ModelChoiceField[Organisation]):
    """One organisation among those the reader may name."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)


class IdentityForm(Wary):
    """Names, birth date and how to reach somebody."""

    first_name = forms.CharField(label="Prénom", max_length=MAXIMUM, strip=True)
    last_name = forms.CharField(label="Nom", max_length=MAXIMUM, strip=True)
    birth_date = Day(label="Date de naissance")
    sex = forms.ChoiceField(label="Sexe", required=False, choices=[("", "Ne sais pas"), *SEXES])
    phone = forms.CharField(
        label="Téléphone", required=False, max_length=20, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label="E-mail", required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def identity(self) -> Identity:
        """What was typed, as a value."""
        return Identity(**{name: self.cleaned_data[name] for name in IDENTITY})

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        """What is stored, to be corrected."""
        return {name: getattr(person, name) for name in (*IDENTITY, "version")}


class SituationForm(Wary):
    """Entry in a KPA and the situation that day; everything but the date may stay unknown."""

    entered_on = Day(label="Date d'entrée")
    planned_months = forms.IntegerField(label="Durée prévue (mois)", required=False, min_value=1)
    postal_code = forms.CharField(
        label="Code postal", required=False, max_length=5, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    commune = forms.CharField(
        label="Commune",
        required=False,
        max_length=100,
        widget=CommuneInput,
        help_text="Des noms sont proposés d'après le code postal.",
    )
    qpv = YesNo(label="Habite un quartier prioritaire (QPV)")
    level = forms.ChoiceField(label="Niveau atteint", required=False, choices=[("", "Ne sais pas"), *LEVELS])
    single_parent = YesNo(label="Parent isolé")
    international_protection = YesNo(label="Protection internationale")
    disabled = YesNo(label="Reconnaissance de travailleur handicapé (RQTH)")
    mission_locale = YesNo(label="Orienté·e par une mission locale")
    registered_on = Day(label="Inscription à France Travail", required=False)
    prescriber = OrganisationChoice(
        label="Prescripteur", required=False, queryset=Organisation.objects.none(), empty_label="Personne, ou inconnu"
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        set_rows(self, "prescriber", access.prescribers(actor))

    @property
    def situation(self) -> Situation:
        """What was typed, as a value."""
        prescriber = self.cleaned_data["prescriber"]
        values = {name: self.cleaned_data[name] for name in SITUATION}
        return Situation(prescriber_id=prescriber.pk if prescriber else None, **values)

    @staticmethod
    def initial_of(journey: Any) -> dict[str, Any]:
        """What is stored, to be corrected."""
        return {name: getattr(journey, name) for name in (*SITUATION, "entered_on", "version", "prescriber")}


class WelcomeForm(SituationForm, IdentityForm):
    """Somebody new: names, birth date, KPA and entry first; the rest may wait."""

    kpa = OrganisationChoice(label="KPA", queryset=Organisation.objects.none())
    stage = forms.ChoiceField(
        label="Étape de départ",
        required=False,
        choices=[("", "Aucune")] + [(k.value, n) for k, n in STAGE_NAMES.items()],
    )
    referent = forms.ModelChoiceField(
        label="Suivi·e par", required=False, queryset=User.objects.none(), empty_label="À décider"
    )
    same_as = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, actor=actor, **options)
        kpas = access.kpas_to_enter(actor)
        set_rows(self, "kpa", kpas)
        only = list(kpas.select_related("choices")[:2])
        if len(only) == 1:
            self.initial.setdefault("kpa", only[0].pk)
            set_choices(self, "stage", [("", "Aucune"), *stage_names(only[0]).items()])
            set_rows(self, "referent", access.possible_referents(only[0].pk, today))
        else:
            del self.fields["referent"]
        self.initial.setdefault("entered_on", today)
        self.initial.setdefault("stage", "immerse")


class ReturnForm(WelcomeForm):
    """Another journey for somebody already known: no identity to type."""

    field_order = ("kpa", "entered_on", "stage", "referent", "planned_months", "prescriber")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in (*IDENTITY, "same_as"):
            del self.fields[name]
