"""What is written down before work: one short form per thing."""

import datetime
from typing import Any

from django import forms

from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.journeys.models import Insurance, Journey
from maille.journeys.rules.papers import DATED, LASTING, InsurerSaid, Paper
from maille.network.rules.pieces import PieceKind
from maille.ui.forms import set_choices

HELP = {
    PieceKind.IDENTITY: "Notez d'abord que vous l'avez vue : une copie n'est presque jamais nécessaire.",
    PieceKind.ADDRESS: "Notez comment vous la connaissez, par exemple « facture d'eau de mai ».",
    PieceKind.NOTICE: "Le jour où vous avez expliqué à quoi sert le dossier et remis la notice.",
    PieceKind.CHARTER: "Le jour où la personne a lu la charte avec vous et l'accepte.",
    PieceKind.RIGHT_TO_WORK: "Ni la nationalité, ni le motif : seulement le jour où vous avez vu le document.",
    PieceKind.AUTHORISATION: "L'accord écrit d'un parent ou du tuteur, pour une personne de moins de 18 ans.",
}
LABELS = {
    PieceKind.IDENTITY: "Vue le",
    PieceKind.ADDRESS: "Vue le",
    PieceKind.RIGHT_TO_WORK: "Vue le",
    PieceKind.NOTICE: "Remise le",
    PieceKind.CHARTER: "Acceptée le",
    PieceKind.AUTHORISATION: "Donnée le",
}


class PieceForm(Wary, forms.Form):
    """A piece seen, given or agreed to."""

    given_on = Day(label="Vue le")
    representative = forms.CharField(label="Qui donne l'autorisation", max_length=120)
    expires_on = Day(label="Valable jusqu'au", required=False)
    note = forms.CharField(
        label="Précision",
        required=False,
        max_length=200,
        help_text="Rien de médical, pas de numéro. La personne peut lire ce texte.",
    )
    file = forms.FileField(
        label="Copie",
        required=False,
        max_length=200,
        help_text=(
            "Gardez une copie seulement si quelqu'un l'exige : « vue le … » suffit presque toujours. PDF, JPEG ou PNG, "
            "10 Mo au plus. La copie est chiffrée ; chaque lecture est notée."
        ),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"empty": "Ce fichier est vide. Choisissez-en un autre."},
    )

    def __init__(self, *args: Any, kind: PieceKind, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.fields["given_on"].label = LABELS[kind]
        self.fields["expires_on"].required = kind in DATED
        if kind not in LASTING:
            del self.fields["expires_on"]
        if kind != PieceKind.AUTHORISATION:
            del self.fields["representative"]
        self.initial.setdefault("given_on", today)

    @property
    def paper(self) -> Paper:
        """What was typed."""
        data = self.cleaned_data
        return Paper(
            self.kind, data["given_on"], data.get("expires_on"), data["note"], data.get("representative") or ""
        )

    @property
    def upload(self) -> tuple[bytes, str] | None:
        """The copy, when there is one."""
        file = self.cleaned_data.get("file")
        return (file.read(), file.name) if file else None


class RightToWorkForm(forms.Form):
    """Whether a document is needed: yes or no, never why."""

    needed = forms.TypedChoiceField(
        label="Faut-il un document qui autorise cette personne à travailler ?",
        choices=[("non", "Non, aucun document n'est nécessaire"), ("oui", "Oui, il faut un document")],
        coerce=lambda text: text == "oui",
        widget=forms.RadioSelect,
        help_text="Ne notez jamais la nationalité : la réponse suffit.",
    )


class DemandForm(Wary, forms.Form):
    """A shuttle sheet sent."""

    insurer = forms.CharField(
        label="Assureur", required=False, max_length=120, help_text="Celui de la structure de portage."
    )
    sent_on = Day(label="Envoyée le")


class AnswerForm(Wary, forms.Form):
    """What the insurer said."""

    answer = forms.ChoiceField(label="Réponse", choices=Insurance.Answer.choices, widget=forms.RadioSelect)
    answered_on = Day(label="Reçue le")
    covers_from = Day(label="Couverture du", required=False, help_text="Rien à écrire en cas de refus.")
    covers_to = Day(label="Jusqu'au", required=False, help_text="Laissez vide si l'assureur ne donne pas de fin.")
    note = forms.CharField(label="Précision", required=False, max_length=300)

    @property
    def said(self) -> InsurerSaid:
        """What was typed."""
        data = self.cleaned_data
        return InsurerSaid(data["answer"], data["answered_on"], data["covers_from"], data["covers_to"], data["note"])


class Chosen(forms.MultipleChoiceField):
    """People of the page, ticked."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        said = {"required": "Cochez au moins une personne.", "invalid_choice": "Cette liste a changé. Rechargez-la."}
        options.setdefault("error_messages", said)
        super().__init__(**options)

    def clean(self, value: Any) -> list[int]:
        """Ids."""
        return [int(each) for each in super().clean(value)]


class BulkDemandForm(DemandForm):
    """Several people told to the insurer at once."""

    journeys = Chosen(label="Personnes à déclarer")
    field_order = ("journeys", "insurer", "sent_on")

    def __init__(self, *args: Any, journeys: list[Journey], several: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(
            self,
            "journeys",
            [(str(each.pk), f"{each.person}, {each.kpa}" if several else str(each.person)) for each in journeys],
        )


class BulkAnswerForm(AnswerForm):
    """The same answer for several people."""

    demands = Chosen(label="Personnes concernées")
    field_order = ("demands", "answer", "answered_on", "covers_from", "covers_to", "note")

    def __init__(self, *args: Any, demands: list[Insurance], **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(
            self, "demands", [(str(each.pk), f"{each.person}, demande du {each.sent_on:%d/%m/%Y}") for each in demands]
        )


class AccountForm(Wary, forms.Form):
    """An account to be paid into."""

    nir_free = ("iban",)

    holder = forms.CharField(
        label="Titulaire du compte", max_length=120, help_text="Le nom écrit sur le RIB.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    iban = forms.CharField(
        label="IBAN",
        max_length=60,
        help_text="Il commence par FR et il est sur le RIB. Les espaces ne gênent pas. Il est chiffré.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
