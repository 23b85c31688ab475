"""Giving somebody access to her own journey."""

from typing import Any

from django import forms

from maille.journeys.models import Person
from maille.network.models import Organisation
from maille.ui.forms import set_choices


class AccessForm(forms.Form):
    """Where the link goes, and in which KPA when there are several."""

    email = forms.EmailField(
        label="Son adresse e-mail",
        max_length=254,
        help_text="Le lien part à cette adresse, qui doit n'être qu'à cette personne. Il sert quatorze jours.",
        error_messages={
            "required": "Écrivez l'adresse e-mail de la personne : le lien y sera envoyé.",
            "invalid": "Cette adresse n'est pas complète. Exemple : amina@exemple.fr",
        },
    )
    kpa = forms.TypedChoiceField(
        label="Son KPA",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le KPA où la personne est coopérante."},
    )

    def __init__(self, *args: Any, person: Person, kpas: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kpas = {kpa.pk: kpa for kpa in kpas}
        self.initial.setdefault("email", person.email)
        if len(kpas) == 1:
            del self.fields["kpa"]
        else:
            set_choices(self, "kpa", [(kpa.pk, kpa.name) for kpa in kpas])
            self.initial.setdefault("kpa", kpas[0].pk)

    @property
    def chosen(self) -> Organisation:
        """The KPA where the person becomes coopérant·e."""
        return self.kpas[self.cleaned_data.get("kpa") or next(iter(self.kpas))]
