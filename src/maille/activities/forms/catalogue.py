"""What is typed of activities, offers and what making them costs."""

from typing import Any

from django import forms

from maille.activities.actions.catalogue import ActivityFacts, MaterialFacts, OfferFacts
from maille.activities.forms.fields import DurationField, decimal_field, plain
from maille.activities.models import Activity, Offer
from maille.journeys.forms.wary import Wary
from maille.ui.forms import DayField, MoneyField

BLANK_LINES = 2
MOST_MATERIALS = 60


class ActivityForm(Wary):
    """Something a KPA does."""

    name = forms.CharField(label="Nom", max_length=80, help_text="Traiteur, Couture, Laverie…")
    description = forms.CharField(
        label="En quelques mots", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    opened_on = DayField(label="Depuis le")
    closed_on = DayField(label="Jusqu'au", required=False, help_text="Vide tant qu'elle dure.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, known: Activity | None = None, **more: Any) -> None:
        if known is not None:
            names = ("name", "description", "opened_on", "closed_on", "version")
            more["initial"] = {name: getattr(known, name) for name in names}
        super().__init__(*args, **more)

    @property
    def facts(self) -> ActivityFacts:
        """What was typed, as a value."""
        said = self.cleaned_data
        return ActivityFacts(said["name"], said["opened_on"], said["description"], said["closed_on"])


class OfferForm(Wary):
    """Something to sell, and the work it takes."""

    name = forms.CharField(label="Nom", max_length=120)
    description = forms.CharField(label="En quelques mots", max_length=500, required=False)
    unit = forms.CharField(label="Vendu par", max_length=40, help_text="Personne, heure, pièce, kilo…")
    price = MoneyField(
        small=True,
        label="Prix hors taxes",
        required=False,
        help_text="Vous pouvez le laisser vide et voir le prix conseillé.",
    )
    duration = DurationField(
        label="Temps de travail pour un", required=False,
        help_text="Tout le travail, de tout le monde. Par exemple 20 min ou 1 h 30.",
    )  # fmt: skip
    target_rate = MoneyField(
        small=True,
        label="Somme visée par heure",
        required=False,
        help_text="Coût total de l'heure, pas le net versé. La part du groupe, s'il en prend une, en sort aussi.",
    )
    host_rate = decimal_field(
        label="Contribution à la structure de portage (%)", min_value=0, max_digits=5, decimal_places=2,
        help_text="Une hypothèse : le premier taux du barème en vigueur, sur la marge.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, known: Offer | None = None, **more: Any) -> None:
        if known is not None:
            names = ("name", "description", "unit", "price", "target_rate", "host_rate", "version")
            more["initial"] = {name: getattr(known, name) for name in names}
            more["initial"]["host_rate"] = plain(known.host_rate)
            more["initial"]["duration"] = known.minutes or None
        super().__init__(*args, **more)

    def clean_duration(self) -> int:
        """Minutes; 0 when left empty."""
        return self.cleaned_data["duration"] or 0

    def facts(self, materials: tuple[MaterialFacts, ...]) -> OfferFacts:
        """What was typed, as a value."""
        said = self.cleaned_data
        return OfferFacts(
            name=said["name"],
            description=said["description"],
            unit=said["unit"],
            price=said["price"],
            minutes=said["duration"],
            target_rate=said["target_rate"] or 0,
            host_rate=said["host_rate"],
            materials=materials,
        )


class MaterialForm(Wary):
    """One line: what is bought for one unit."""

    name = forms.CharField(label="Matière", max_length=80, required=False)
    quantity = decimal_field(label="Quantité", required=False, max_digits=9, decimal_places=3)
    unit = forms.CharField(label="Unité", max_length=20, required=False)
    unit_cents = MoneyField(label="Prix de l'unité", required=False, small=True)

    @property
    def asked(self) -> list[forms.BoundField]:
        """Its four fields, shown side by side."""
        return [self[name] for name in ("name", "quantity", "unit", "unit_cents")]

    def clean(self) -> dict[str, Any]:
        """A line with something has everything; one left empty is nothing."""
        said = super().clean() or {}
        if any(said.get(name) for name in ("name", "quantity", "unit_cents")):
            if not said.get("name"):
                self.add_error("name", "Dites ce que vous achetez.")
            if not said.get("quantity") and "quantity" not in self.errors:
                self.add_error("quantity", "Écrivez une quantité.")
            elif said.get("quantity") and said["quantity"] < 0:
                self.add_error("quantity", "La quantité est plus grande que zéro.")
            if said.get("unit_cents") is None and "unit_cents" not in self.errors:
                self.add_error("unit_cents", "Écrivez un prix, 0 si c'est donné.")
        return said


MaterialFormSet = forms.formset_factory(MaterialForm, extra=BLANK_LINES, max_num=MOST_MATERIALS, validate_max=True)


def materials_of(formset: Any) -> tuple[MaterialFacts, ...]:
    """The lines that say something, in their order."""
    lines = [each.cleaned_data for each in formset.forms if each.cleaned_data.get("name")]
    return tuple(MaterialFacts(said["name"], said["quantity"], said["unit_cents"], said["unit"]) for said in lines)


def lines_of(offer: Offer | None) -> list[dict[str, Any]]:
    """The stored lines, as the form shows them."""
    if offer is None:
        return []
    return [
        {"name": each.name, "quantity": plain(each.quantity), "unit": each.unit, "unit_cents": each.unit_cents}
        for each in offer.materials.all()
    ]
