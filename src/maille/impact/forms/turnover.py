"""Turnover typed by hand."""

from typing import Any

from django import forms

from maille.impact.forms.asking import day_field
from maille.impact.models import TurnoverSource
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.forms import MoneyField, set_choices


def kpas_to_enter(actor: Actor) -> list[tuple[str, str]]:
    """The KPAs whose turnover the actor may enter, as choices."""
    mine = actor.writes | (actor.governs & actor.figures)
    kpas = Organisation.objects.visible_to(actor).filter(pk__in=mine).order_by("name_key")
    return [(str(kpa.pk), kpa.name) for kpa in kpas]


class TurnoverForm(forms.Form):
    """One line: a KPA's sales excluding tax from one day to another."""

    kpa = forms.ChoiceField(label="KPA", error_messages={"required": "Choisissez un KPA."})
    start = day_field("Du")
    end = day_field("Au")
    cents = MoneyField(
        label="Chiffre d'affaires hors taxes",
        help_text="En euros, par exemple 26 582 ou 12,50.",
        error_messages={"required": "Indiquez un montant, 0 s'il n'y en a pas."},
    )
    note = forms.CharField(label="Précision", max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kpas = kpas_to_enter(actor)
        set_choices(self, "kpa", self.kpas)
        if len(self.kpas) == 1:
            self.fields["kpa"].initial = self.kpas[0][0]

    def clean(self) -> dict[str, Any]:
        """The end on the start's day or after."""
        data = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", "La fin précède le début : inversez les deux dates.")
        return data


class ComputedForm(forms.Form):
    """From which day turnover is computed from the jobs, and by which date."""

    kpa = forms.ChoiceField(label="KPA", error_messages={"required": "Choisissez un KPA."})
    since = day_field("À partir du")
    by = forms.ChoiceField(
        label="Chaque recette compte", choices=TurnoverSource.By, widget=forms.RadioSelect, initial="receipt"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kpas = kpas_to_enter(actor)
        set_choices(self, "kpa", self.kpas)
        if len(self.kpas) == 1:
            self.fields["kpa"].initial = self.kpas[0][0]
