"""Contracts: what a period says, how it ends early, and a new version of the law's limits."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maille.journeys.forms.steps import StepForm
from maille.journeys.forms.wary import Wary
from maille.journeys.models import Termination
from maille.journeys.rules.contracts.terms import Terms
from maille.network.rules.stages import ContractKind
from maille.ui.forms import DayField, MoneyField

WORDS = ("started_on", "ends_on", "programme")
FIELDS_OF = {
    ContractKind.CAPE: (*WORDS, "full_time_employee", "resources", "resources_cents", "fee_permille", "fee_cents",
                        "ceiling_cents", "pay_cents"),
    ContractKind.CESA: (*WORDS, "resources", "fee_permille", "fee_cents", "pay_cents"),
    ContractKind.VOLUNTEERING: WORDS,
    ContractKind.MEMBERSHIP: WORDS,
}  # fmt: skip
"""What is asked for each kind of contract."""
PROGRAMMES = {
    ContractKind.CAPE: ("Programme", "Ce qui est préparé ensemble, et les activités. L'assureur le lit aussi."),
    ContractKind.CESA: ("Objectifs et activité minimale", "Ce que la personne et la coopérative visent."),
    ContractKind.VOLUNTEERING: ("Ce que fait la personne", ""),
    ContractKind.MEMBERSHIP: ("Ce que fait la personne", ""),
}


GROUPS = (
    ("Dates", "", ("started_on", "ends_on", "full_time_employee")),
    ("Ce qui est prévu", "Ce qui manque encore peut attendre la signature.", ("programme", "resources")),
    ("Montants", "", ("resources_cents", "ceiling_cents", "fee_permille", "fee_cents", "pay_cents")),
)
"""Heading, sentence, fields."""


class PercentField(MoneyField):
    """A share as people type it ("10", "7,5 %"), kept in thousandths."""

    default_error_messages = {
        "invalid": "Écrivez un pourcentage comme 10 ou 7,5.",
        "large": "Un pourcentage va de 0 à 100.",
    }

    def clean(self, value: Any) -> int | None:
        """The thousandths, or `None` when left empty and not required."""
        hundredths = super().clean(str(value or "").strip().removesuffix("%"))
        if hundredths is None:
            return None
        if hundredths % 10:
            raise ValidationError("Un chiffre après la virgule suffit : 7,5.", code="invalid")
        if hundredths > 100_00:
            raise ValidationError(self.error_messages["large"], code="large")
        return hundredths // 10

    def prepare_value(self, value: Any) -> Any:
        """Thousandths as they are typed."""
        if not isinstance(value, int):
            return value
        units, rest = divmod(value, 10)
        return f"{units},{rest}" if rest else str(units)


def yes_no(label: str, help_text: str) -> forms.TypedChoiceField:
    """A question somebody must have asked; no answer is proposed."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        error_messages={"required": "Demandez-le à la personne, puis choisissez sa réponse."},
        choices=[("non", "Non"), ("oui", "Oui")],
        coerce=lambda text: text == "oui",
        empty_value=None,
        widget=forms.RadioSelect,
    )


class PeriodForm(Wary, StepForm):
    """One period: its days and what it says. Amounts may wait until signing."""

    started_on = DayField(label="Commence le")
    ends_on = DayField(
        label="Se termine le",
        required=False,
        error_messages={"required": "Ce contrat a une date de fin. Indiquez-la."},
    )
    full_time_employee = yes_no(
        "La personne est-elle salariée à temps complet par ailleurs ?",
        "Le CAPE n'est pas possible dans ce cas. Demandez-le à chaque période.",
    )
    programme = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "data-autosave": "programme"}),
    )
    resources = forms.CharField(
        label="Moyens mis à disposition", required=False, max_length=500, help_text="Local, matériel, accompagnement…"
    )
    resources_cents = MoneyField(
        label="Montant de ces moyens (€)",
        required=False,
        help_text="Leur valeur sur la période. 0 s'ils sont gratuits.",
    )
    fee_permille = PercentField(
        label="Contribution de la structure (%)", required=False, help_text="Part de ce que la personne encaisse."
    )
    fee_cents = MoneyField(
        label="Contribution forfaitaire (€)", required=False, help_text="Si la structure demande une somme fixe."
    )
    ceiling_cents = MoneyField(
        label="Plafond des engagements (€)",
        required=False,
        help_text="Ce que la personne peut engager au plus auprès de tiers.",
    )
    pay_cents = MoneyField(
        label="Rémunération avant le début d'activité (€ par mois)", required=False, help_text="Laissez vide sans elle."
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        rank: int = 0,
        latest: datetime.date | None = None,
        ends_needed: bool = False,
        **options: Any,
    ) -> None:
        self.kind, self.rank, self.latest, self.ends_needed = ContractKind(kind), rank, latest, ends_needed
        super().__init__(*args, **options)

    def prepare(self) -> None:
        """Ask only what goes with this kind; a renewal begins where the period before ends."""
        for name in [name for name in self.fields if name not in (*FIELDS_OF[self.kind], "version")]:
            del self.fields[name]
        if self.rank:
            del self.fields["started_on"]
        for name in ("full_time_employee", *(["ends_on"] if self.ends_needed else [])):
            if name in self.fields:
                self.fields[name].required = True
        self.fields["programme"].label, self.fields["programme"].help_text = PROGRAMMES[self.kind]
        if self.latest:
            self.fields["ends_on"].help_text = f"Au plus tard le {self.latest:%d/%m/%Y}."
        elif not self.ends_needed:
            self.fields["ends_on"].help_text = "Laissez vide s'il n'y a pas de fin prévue."

    @property
    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The fields under their headings, each with a sentence; what is left over (Wary's box) comes last."""
        told, found = set(), []
        for title, help_text, names in GROUPS:
            bound = [self[name] for name in names if name in self.fields]
            told |= set(names)
            if bound:
                found.append((title, help_text, bound))
        left = [self[name] for name in self.fields if name not in told and name != "version"]
        return [*found, ("Une question", "", left)] if left else found

    @property
    def terms(self) -> Terms:
        """What was typed, as a value; what is not asked stays empty."""
        asked = {name: self.cleaned_data[name] for name in Terms.__dataclass_fields__ if name in self.fields}
        return Terms(**asked)


class TerminationForm(Wary, StepForm):
    """The early end of a contract."""

    ended_on = DayField(label="Dernier jour du contrat")
    by = forms.ChoiceField(label="À l'initiative de", choices=Termination.By.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Des faits. La personne peut lire ce texte.",
    )

    def prepare(self) -> None:
        """Today is proposed."""
        self.initial.setdefault("ended_on", self.actor.today)


class LawForm(forms.Form):
    """A new version of what the law allows for one kind of contract; an empty figure means no limit."""

    valid_from = DayField(label="En vigueur à partir du")
    period_months = forms.IntegerField(label="Durée d'une période (mois)", required=False, min_value=1, max_value=600)
    renewals = forms.IntegerField(label="Nombre de renouvellements", required=False, min_value=0, max_value=20)
    total_months = forms.IntegerField(
        label="Durée en tout chez une même structure (mois)", required=False, min_value=1, max_value=600
    )
    trial_months = forms.IntegerField(
        label="Essai, au plus (mois, CAPE déduit)", required=False, min_value=0, max_value=60
    )
    associate_months = forms.IntegerField(
        label="Délai pour devenir associé·e (mois, CAPE déduit)", required=False, min_value=1, max_value=120
    )
    notice_days = forms.CharField(
        label="Fin annoncée tant de jours avant",
        max_length=40,
        help_text="Des nombres séparés par des virgules : 60, 30.",
    )
    source = forms.CharField(
        label="Texte de loi", max_length=200, help_text="Ce qui sera cité : « Code de commerce, article L127-1 »."
    )

    def clean_notice_days(self) -> list[int]:
        """Whole numbers, the largest first, each once."""
        words = [word.strip() for word in self.cleaned_data["notice_days"].replace(";", ",").split(",") if word.strip()]
        if not words or not all(word.isascii() and word.isdecimal() and 0 < int(word[:9]) <= 365 for word in words):
            raise ValidationError("Écrivez des nombres de jours entre 1 et 365, séparés par des virgules : 60, 30.")
        return sorted({int(word) for word in words}, reverse=True)
