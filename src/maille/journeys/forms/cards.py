"""Making a card, or a code to read out, for somebody without e-mail."""

from typing import Any

from django import forms

from maille.identity.forms.cards import PinForm
from maille.network.models import Organisation
from maille.ui.forms import set_choices

NOW, LATER = "now", "later"


class KpaForm(forms.Form):
    """In which KPA the person becomes coopérant·e, asked only when there are several and no access yet."""

    kpa = forms.TypedChoiceField(
        label="Son KPA",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le KPA où la personne est coopérante."},
    )

    def __init__(self, *args: Any, kpas: list[Organisation], has_account: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kpas = {kpa.pk: kpa for kpa in kpas}
        if len(kpas) == 1 or has_account:
            del self.fields["kpa"]
        else:
            set_choices(self, "kpa", [(kpa.pk, kpa.name) for kpa in kpas])
            self.initial.setdefault("kpa", kpas[0].pk)

    @property
    def chosen(self) -> Organisation:
        """The KPA of this access."""
        first: int = next(iter(self.kpas))
        return self.kpas[self.cleaned_data.get("kpa", first)]


class MakeCardForm(KpaForm, PinForm):
    """A card, with the secret code the person types herself now, or will choose on her own phone."""

    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)
    when = forms.ChoiceField(
        label="Son code secret",
        choices=[
            (NOW, "Elle le choisit maintenant : tournez l'écran vers elle"),
            (LATER, "Elle le choisira plus tard, sur son téléphone"),
        ],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    field_order = ["kpa", "when", "pin", "again", "replaces"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        later = self.is_bound and self.data.get("when") == LATER
        self.fields["pin"].label, self.fields["again"].label = "Code secret", "Le même code, encore une fois"
        self.fields["pin"].help_text = "La personne le tape elle-même : 4 à 6 chiffres. Pas une date, pas 1234."
        for name in ("pin", "again"):
            self.fields[name].required = not later

    def clean(self) -> dict[str, Any]:
        """Chosen later, nothing typed counts."""
        cleaned = super().clean()
        if cleaned.get("when") == LATER:
            cleaned["pin"] = cleaned["again"] = ""
            for name in ("pin", "again"):
                self.errors.pop(name, None)
        return cleaned


class SpokenForm(KpaForm):
    """A code to read out to somebody recognised."""

    recognised = forms.BooleanField(
        label="J'ai cette personne devant moi ou au téléphone, je l'ai reconnue",
        required=False,
    )
    field_order = ["kpa", "recognised"]
