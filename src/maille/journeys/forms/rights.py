"""What people ask about their data, and what is answered."""

from typing import Any

from django import forms

from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.journeys.models import Person, RightsRequest

WORDS = forms.Textarea(attrs={"rows": 5})


class MyRequestForm(Wary):
    """The person asks, in her words."""

    about = forms.CharField(label="C'est à propos de quoi ?", required=False, max_length=200)
    text = forms.CharField(label="Ce que vous voulez dire", required=False, max_length=2000, widget=WORDS)

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind == RightsRequest.Kind.RECTIFY:
            self.fields["about"].label = "Qu'est-ce qui est faux ?"
            self.fields["text"].label = "Qu'est-ce qu'il faut écrire à la place ?"
            self.fields["text"].required = True
        else:
            del self.fields["about"]


class MyContactForm(Wary):
    """Her own phone and e-mail."""

    phone = forms.CharField(label="Mon téléphone", required=False, max_length=20)
    email = forms.EmailField(label="Mon adresse e-mail", required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.update(phone=person.phone, email=person.email)


class NotedRequestForm(Wary):
    """A request made by word of mouth, on paper or by phone, noted for the person."""

    kind = forms.ChoiceField(label="Ce que la personne demande", choices=RightsRequest.Kind, widget=forms.RadioSelect)
    asked_on = Day(label="Demandé le")
    about = forms.CharField(label="À propos de", required=False, max_length=200)
    text = forms.CharField(label="Avec ses mots", required=False, max_length=2000, widget=WORDS)


class AnswerForm(Wary):
    """The answer, in words she will read."""

    granted = forms.TypedChoiceField(
        label="Votre réponse",
        choices=[("1", "Oui, c'est fait"), ("0", "Non, et voici pourquoi")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Avec des mots simples", max_length=2000, widget=WORDS, help_text="La personne lira ce texte."
    )


class KeepForm(Wary):
    """Keep a file longer, with a reason."""

    until = Day(label="Garder jusqu'au")
    why = forms.CharField(
        label="Pourquoi",
        max_length=500,
        help_text="Une raison écrite, que la personne pourra lire. Par exemple : procédure en cours.",
    )


class EraseForm(forms.Form):
    """Erasing cannot be undone: the name is typed again."""

    name = forms.CharField(label="Pour confirmer, écrivez le nom de la personne", max_length=220)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if typed.strip().casefold() not in {self.person.last_name.casefold(), str(self.person).casefold()}:
            raise forms.ValidationError(f"Écrivez « {self.person.last_name} », comme sur la fiche.")
        return typed
