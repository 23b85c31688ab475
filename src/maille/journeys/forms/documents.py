"""Signing, noting a signature on paper, writing clauses: shape only, the actions check what it means."""

from typing import Any

from django import forms

from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.journeys.models.issued import Issued
from maille.journeys.rules.documents import clauses
from maille.journeys.rules.uploads import MAXIMUM_NAME
from maille.ui.forms import set_choices

SCAN_TYPES = "application/pdf,image/jpeg,image/png"


class IssueForm(Wary):
    """Before a document is made: who represents a minor."""

    representative = forms.CharField(
        label="Représentant légal",
        max_length=120,
        required=False,
        help_text="Prénom et nom du parent ou du tuteur qui signe avec la personne.",
    )

    def __init__(self, *args: Any, minor: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if minor:
            self.fields["representative"].required = True
        else:
            del self.fields["representative"]


class SignForm(Wary):
    """Signing on screen."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    drawing = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput(attrs={"data-drawing": ""}))
    code = forms.CharField(
        label="Le code reçu",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text="6 chiffres, dans le message que vous venez de recevoir.",
    )
    name = forms.CharField(
        label="Votre prénom et votre nom", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    read = forms.BooleanField(
        label="J'ai lu ce document et je suis d'accord.",
        error_messages={"required": "Cochez la case si vous êtes d'accord. Sinon, ne signez pas."},
    )


class PaperForm(Wary):
    """A document printed, signed, and brought back."""

    party = forms.ChoiceField(label="Qui a signé", widget=forms.RadioSelect)
    name = forms.CharField(label="Nom écrit sur le papier", max_length=120)
    signed_on = Day(label="Date écrite sur le papier")
    scan = forms.FileField(
        label="Photo ou scan du papier",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": SCAN_TYPES}),
        help_text="PDF, JPEG ou PNG, 10 Mo au plus. Le fichier est chiffré.",
        max_length=MAXIMUM_NAME + 100,
    )

    def __init__(self, *args: Any, told: Issued, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(each.party, f"{each.label} ({each.name})") for each in told.awaited]
        set_choices(self, "party", choices)
        if choices:
            self.initial.setdefault("party", choices[0][0])
            self.initial.setdefault("name", told.awaited[0].name if choices[0][0] != "host" else "")


class ClausesForm(forms.Form):
    """One text per clause; `former` is the version they are written from."""

    former = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for clause in clauses.CLAUSES[kind]:
            self.fields[clause.key] = forms.CharField(
                label=f"{clause.number}. {clause.title}",
                max_length=clauses.LONGEST,
                widget=forms.Textarea(attrs={"rows": 7}),
            )

    def written(self) -> dict[str, str]:
        """The texts by clause key."""
        return {key: text for key, text in self.cleaned_data.items() if key != "former"}
