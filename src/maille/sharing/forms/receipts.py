"""Money typed for a job: what came, what went back, what was wrong; and contributory budgets."""

import datetime
import uuid
from fractions import Fraction
from typing import Any

from django import forms
from django.urls import reverse_lazy

from maille.activities.actions.budgets import BudgetFacts
from maille.activities.models import Activity, Job
from maille.activities.rules.exact import half_up
from maille.activities.rules.kinds import POT_KINDS, PotKind
from maille.journeys.forms.wary import Wary
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing.actions.receipts import Money
from maille.sharing.models import Receipt
from maille.ui.forms import DayField, MoneyField

RATES = [
    ("0", "Sans taxe"),
    ("5.5", "5,5 %"),
    ("10", "10 %"),
    ("20", "20 %"),
    ("", "Un autre taux : j'écris la taxe"),
]
DAYS = {
    Receipt.Kind.RECEIPT: "Reçu le",
    Receipt.Kind.REFUND: "Rendu le",
    Receipt.Kind.BAD_DEBT: "Constaté le",
}


LIVE_TAX = {
    "hx-get": reverse_lazy("sharing:tax"),
    "hx-trigger": "change",
    "hx-include": "#id_cents, #id_rate",
    "hx-target": "#id_tax",
    "hx-swap": "outerHTML",
}
"""As the amount or the rate changes, the tax is computed beside; without JavaScript, when the form is sent."""


def tax_at(cents: int, rate: str) -> int:
    """The tax at a rate in percent, rounded half up to the cent."""
    return half_up(cents * Fraction(rate) / 100)


class MoneyForm(Wary):
    """A receipt, a refund or a bad debt: the amount excluding tax, and the tax beside."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=32)
    """Names this very form: sent twice, it is written once."""
    cents = MoneyField(label="Montant hors taxes", help_text="En euros, par exemple 864,00. Il entre dans la cagnotte.")
    rate = forms.ChoiceField(label="Taux de taxe", choices=RATES, required=False)
    tax = MoneyField(
        label="Taxe",
        required=False,
        help_text="Laissez vide : elle est calculée avec le taux. Elle revient à la structure de portage.",
    )
    received_on = DayField(label="Reçu le")
    invoiced_on = DayField(label="Facturé le", required=False)
    payer = forms.CharField(label="Payé par", max_length=150, required=False)
    reference = forms.CharField(
        label="Référence", max_length=80, required=False, help_text="Numéro de chèque, de virement ou de facture."
    )
    note = forms.CharField(label="Précision", max_length=300, required=False)
    nir_free = ("reference",)

    def __init__(self, *args: Any, kind: Receipt.Kind, job: Job, today: datetime.date, **more: Any) -> None:
        first = {"key": uuid.uuid4().hex, "received_on": today, "rate": "0"}
        if kind == Receipt.Kind.RECEIPT:
            first["payer"] = job.client
        more["initial"] = {**first, **more.get("initial", {})}
        super().__init__(*args, **more)
        self.kind = kind
        for name in ("cents", "rate"):
            self.fields[name].widget.attrs |= LIVE_TAX
        self.fields["received_on"].label = DAYS[kind]
        if kind != Receipt.Kind.RECEIPT:
            del self.fields["invoiced_on"]
            self.fields["cents"].help_text = "En euros. Il sort de la cagnotte."
            self.fields["payer"].label = "Rendu à" if kind == Receipt.Kind.REFUND else "Dû par"

    def clean(self) -> dict[str, Any]:
        """Without a tax typed, the rate gives it, rounded half up to the cent."""
        typed = super().clean() or {}
        if typed.get("tax") is None and typed.get("cents") is not None:
            if not typed.get("rate"):
                self.add_error("tax", "Écrivez la taxe, ou choisissez un taux.")
            else:
                typed["tax"] = tax_at(typed["cents"], typed["rate"])
        return typed

    @property
    def money(self) -> Money:
        """What was typed, as a value."""
        typed = self.cleaned_data
        return Money(
            self.kind,
            typed["cents"],
            typed["tax"],
            typed["received_on"],
            typed.get("invoiced_on"),
            typed["payer"],
            typed["reference"],
            typed["note"],
        )


class TaxForm(forms.Form):
    """An amount and a rate, as the form above is being typed."""

    cents = MoneyField(required=False)
    rate = forms.ChoiceField(choices=RATES, required=False)
    tax = MoneyForm.base_fields["tax"]

    @property
    def computed(self) -> int | None:
        """The tax, None while it cannot be computed."""
        typed = self.cleaned_data if self.is_valid() else {}
        return tax_at(typed["cents"], typed["rate"]) if typed.get("cents") is not None and typed.get("rate") else None


class CorrectionForm(MoneyForm):
    """The right figures of a receipt, or that it was never there."""

    gone = forms.BooleanField(
        label="Cet argent n'est jamais venu pour cette prestation : annuler sans remplacer", required=False
    )
    reason = forms.CharField(label="Ce qui n'allait pas", max_length=300)

    def __init__(self, *args: Any, receipt: Receipt, **more: Any) -> None:
        known = {
            "cents": abs(receipt.cents),
            "tax": abs(receipt.tax),
            "rate": "",
            "received_on": receipt.received_on,
            "invoiced_on": receipt.invoiced_on,
            "payer": receipt.payer,
            "reference": receipt.reference,
            "note": receipt.note,
        }
        super().__init__(*args, kind=Receipt.Kind(receipt.kind), job=receipt.job, initial=known, **more)

    @property
    def right(self) -> Money | None:
        """What replaces it; None when nothing does."""
        return None if self.cleaned_data["gone"] else self.money


class BudgetForm(Wary):
    """A contributory budget, or a sale: a period, an income expected."""

    kind = forms.ChoiceField(
        label="Nature", choices=[(each.value, POT_KINDS[each]) for each in (PotKind.BUDGET, PotKind.SALE)]
    )
    title = forms.CharField(label="Nom", max_length=120)
    starts_on = DayField(label="Du")
    ends_on = DayField(label="Au")
    expected = MoneyField(
        label="Recette attendue hors taxes",
        required=False,
        help_text="Ce qui est sûr d'arriver. On ne promet pas plus.",
    )
    client = forms.CharField(
        label="D'où vient l'argent", max_length=150, required=False, help_text="Une subvention, un fonds, une boutique…"
    )
    activity = forms.ModelChoiceField(
        label="Activité", queryset=Activity.objects.none(), required=False, empty_label="Toutes, ou aucune"
    )
    description = forms.CharField(
        label="À quoi il sert", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kpa: Organisation, actor: Actor, known: Job | None = None, **more: Any) -> None:
        if known is not None:
            names = (
                "kind",
                "title",
                "starts_on",
                "ends_on",
                "expected",
                "client",
                "activity",
                "description",
                "version",
            )
            more["initial"] = {name: getattr(known, name) for name in names}
        super().__init__(*args, **more)
        choice: Any = self.fields["activity"]
        choice.queryset = Activity.objects.visible_to(actor).filter(kpa=kpa).order_by("name", "pk")

    @property
    def facts(self) -> BudgetFacts:
        """What was typed, as a value."""
        typed = self.cleaned_data
        return BudgetFacts(
            title=typed["title"],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            expected=typed["expected"],
            kind=PotKind(typed["kind"]),
            activity=typed["activity"],
            description=typed["description"],
            client=typed["client"],
        )
