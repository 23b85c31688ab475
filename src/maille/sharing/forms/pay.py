"""What is typed of pay: requests, payslips, what a host sets."""

import datetime
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.network.models import Organisation
from maille.sharing.actions.payslips import Slip
from maille.sharing.files import sepa
from maille.sharing.rules import pay as rules
from maille.sharing.rules.fees import STATUSES
from maille.ui.forms import MoneyField, set_choices, set_rows
from maille.ui.text import euros, month_name

EVERYTHING = -1
"""What AmountOrAll gives for « tout »: no amount is negative."""
AHEAD = 12


class AmountOrAll(MoneyField):
    """An amount as people type it, or « tout »."""

    default_error_messages = {"invalid": "Écrivez un montant comme 120, ou écrivez : tout."}

    def clean(self, value: Any) -> int | None:
        """The cents, EVERYTHING for « tout », None when left empty."""
        bare = unicodedata.normalize("NFD", str(value or "").strip().lower())
        letters = "".join(each for each in bare if each.isalpha() and not unicodedata.combining(each))
        return EVERYTHING if letters in {"tout", "toute", "tous"} else super().clean(value)

    def prepare_value(self, value: Any) -> Any:
        """« tout » is shown as it was typed."""
        return "tout" if value == EVERYTHING else super().prepare_value(value)


class AskForm(Wary):
    """What one asks of the month's pay."""

    pay = AmountOrAll(
        label="Combien voulez-vous pour votre paie ?",
        help_text="Écrivez un montant, comme 120. Ou écrivez : tout. Pour ne rien demander : 0.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    refund = MoneyField(label="Frais avancés à vous rendre", required=False)
    keeps_for = forms.CharField(
        label="Le reste, vous le gardez pour quoi ?",
        required=False,
        max_length=200,
        help_text="Si vous voulez. Par exemple : acheter une machine à coudre.",
    )

    def __init__(self, *args: Any, refundable: int = 0, name: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        if refundable:
            self.fields["refund"].help_text = f"Vous avez avancé {euros(refundable)}. Ce n'est pas une paie."
            self.initial.setdefault("refund", refundable)
        else:
            del self.fields["refund"]
        if name:
            self.fields["pay"].label = "Montant pour la paie, en coût total"
            self.fields["keeps_for"].label = "Le reste est gardé pour"
            if refundable:
                self.fields["refund"].label = "Frais avancés à rendre"
                self.fields["refund"].help_text = f"{name} a avancé {euros(refundable)}. Ce n'est pas une paie."

    @property
    def asked(self) -> dict[str, Any]:
        """What was typed, as actions.pay.ask takes it."""
        typed = self.cleaned_data
        pay = typed["pay"]
        return {
            "pay": None if pay == EVERYTHING else pay,
            "refund": typed.get("refund") or 0,
            "keeps_for": typed["keeps_for"],
        }


class ReturnForm(Wary):
    """Why a request goes back."""

    note = forms.CharField(
        label="Explication",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne la lit telle quelle. Une ou deux phrases simples : ce qui manque, et quoi faire.",
    )


class SlipForm(Wary):
    """A month's payslip, as the host's payroll made it."""

    cost = MoneyField(label="Coût total", help_text="Ce que la paie coûte à la structure : le compte en est débité.")
    gross = MoneyField(label="Brut")
    net = MoneyField(label="Net versé", help_text="Ce que la personne reçoit pour son travail.")
    refund = MoneyField(
        label="Frais avancés rendus",
        required=False,
        help_text="À part de la paie : ni cotisations, ni impôt.",
    )
    hours = forms.DecimalField(
        label="Heures déclarées",
        required=False,
        min_value=0,
        max_value=400,
        max_digits=6,
        decimal_places=2,
        localize=True,
    )
    paid_on = Day(label="Payé le")
    reference = forms.CharField(label="Référence du bulletin", required=False, max_length=80)
    note = forms.CharField(label="Pourquoi cette correction", max_length=300)

    def __init__(self, *args: Any, correcting: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not correcting:
            del self.fields["note"]

    @property
    def slip(self) -> Slip:
        """What was typed, as a value."""
        typed = self.cleaned_data
        hours = typed["hours"]
        return Slip(
            cost=typed["cost"],
            gross=typed["gross"],
            net=typed["net"],
            paid_on=typed["paid_on"],
            refund=typed["refund"] or 0,
            hours=Decimal(hours) if hours is not None else None,
            reference=typed["reference"],
        )


class SheetForm(forms.Form):
    """A sheet of payslips, pasted or uploaded."""

    text = forms.CharField(
        label="Lignes de la feuille",
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="Copiez les lignes du tableur et collez-les ici, titres compris. Vous pouvez les corriger sur place.",
    )
    file = forms.FileField(label="Ou un fichier CSV", required=False)
    paid_on = Day(label="Payé le")

    def clean_file(self) -> str:
        """The file's text."""
        file = self.cleaned_data.get("file")
        if not file:
            return ""
        if file.size > 1_000_000:
            raise forms.ValidationError("Ce fichier dépasse 1 Mo. Enregistrez la seule feuille des bulletins en CSV.")
        raw = file.read()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return str(raw.decode(encoding))
            except UnicodeDecodeError:
                continue
        raise forms.ValidationError("Ce fichier n'est pas un CSV. Enregistrez la feuille au format CSV.")


class TransfersForm(forms.Form):
    """The file for the bank."""

    execution_on = Day(label="Date d'exécution")
    schema = forms.ChoiceField(
        label="Format",
        choices=[(each, each + (" (actuel)" if each.endswith("09") else " (ancien)")) for each in sepa.SCHEMAS],
        help_text="Votre banque dit lequel elle prend. À défaut, l'actuel.",
    )
    without = forms.BooleanField(
        label="Préparer le fichier sans les personnes qui n'ont pas d'IBAN valable", required=False
    )


def month_choices(first: datetime.date) -> Iterable[tuple[str, str]]:
    """A year of months from this one."""
    month = first
    for _ in range(AHEAD):
        yield month.isoformat(), month_name(month)
        month = rules.next_month(month)


class MonthField(forms.TypedChoiceField):
    """A month among the next ones."""

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=datetime.date.fromisoformat, empty_value=None, **more)


class CalendarForm(forms.Form):
    """Until when requests are taken."""

    cut_off_day = forms.IntegerField(
        label="Jour du mois", min_value=1, max_value=rules.LAST_CUT_OFF,
        help_text="Les demandes faites jusqu'à ce jour, compris, sont pour la paie du mois. De 1 à 28.",
    )  # fmt: skip
    valid_from = MonthField(label="À partir de la paie de")

    def __init__(self, *args: Any, first: datetime.date, **more: Any) -> None:
        super().__init__(*args, **more)
        set_choices(self, "valid_from", month_choices(first))


class DebtorForm(Wary):
    """The account the host pays from."""

    nir_free = ("iban",)
    name = forms.CharField(label="Titulaire", max_length=70)
    iban = forms.CharField(label="IBAN", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    bic = forms.CharField(label="BIC", max_length=15, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class FeeRuleForm(Wary):
    """A fixed monthly contribution."""

    name = forms.CharField(label="Nom", max_length=80, help_text="Les personnes le lisent sur leur compte.")
    cents = MoneyField(label="Montant par mois", small=True)
    kpa = forms.ModelChoiceField(
        label="KPA", queryset=Organisation.objects.none(), required=False, empty_label="Tous les KPA portés"
    )
    valid_from = MonthField(label="À partir de")
    first_months_free = forms.IntegerField(
        label="Premiers mois gratuits", min_value=0, max_value=60, initial=0,
        help_text="Comptés depuis l'entrée dans le parcours : le mois d'entrée est le premier.",
    )  # fmt: skip
    waived_statuses = forms.MultipleChoiceField(
        label="Personnes dispensées", choices=list(STATUSES.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, kpas: Any, first: datetime.date, **more: Any) -> None:
        super().__init__(*args, **more)
        set_rows(self, "kpa", kpas)
        set_choices(self, "valid_from", month_choices(first))

    @property
    def asked(self) -> dict[str, Any]:
        """What was typed, as actions.fees.add_rule takes it."""
        names = ("name", "cents", "kpa", "valid_from", "first_months_free", "waived_statuses")
        return {name: self.cleaned_data[name] for name in names}


class EndForm(forms.Form):
    """The last month of a contribution."""

    last = MonthField(label="Dernier mois")

    def __init__(self, *args: Any, first: datetime.date, **more: Any) -> None:
        super().__init__(*args, **more)
        set_choices(self, "last", month_choices(first))


class WaiverForm(forms.Form):
    """Why somebody is waived, and for how long."""

    status = forms.ChoiceField(
        label="Dispense", choices=[("", "Choisissez"), *STATUSES.items()],
        help_text="Rien d'autre n'est noté de ses ressources.",
    )  # fmt: skip
    valid_from = Day(label="À partir du")
    valid_to = Day(label="Jusqu'au", required=False, help_text="Laissez vide si vous ne savez pas.")
