"""What is asked to compare two rules: which, on which jobs, or on a case made up on the page. Nothing names anybody."""

import datetime
from fractions import Fraction
from typing import Any

from django import forms

from maille.sharing.actions.cases import Facts
from maille.sharing.actions.comparisons import Candidates
from maille.sharing.models import HostScale
from maille.sharing.rules.cases import Contribution, Expense
from maille.ui.forms import DayField, MoneyField, set_choices

PEOPLE = "ABCDEF"
WHO_PAID = "advance"
"""Stands for whoever advanced the expenses of the made-up case."""


class CompareForm(forms.Form):
    """Two rules and a period; everything may be left out."""

    a = forms.ChoiceField(label="Règle A")
    b = forms.ChoiceField(label="Règle B")
    since = DayField(label="Prestations depuis le", required=False)
    until = DayField(label="Jusqu'au", required=False)

    def __init__(self, *args: Any, known: Candidates, **more: Any) -> None:
        super().__init__(*args, **more)
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in known.all:
            groups.setdefault(each.group, []).append((each.value, each.name))
        for name in ("a", "b"):
            set_choices(self, name, groups.items())


class InventedForm(forms.Form):
    """A case made up to understand: an amount, expenses, the hours of a few people called A, B, C…"""

    income = MoneyField(label="Recette hors taxes (€)", required=False)
    expenses = MoneyField(label="Frais avancés (€)", required=False)

    def __init__(self, *args: Any, roles: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        for letter in PEOPLE:
            self.fields[f"hours_{letter}"] = forms.DecimalField(
                label=f"Heures de {letter}", required=False, min_value=0, max_value=9999, decimal_places=2,
                localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"role_{letter}"] = forms.ChoiceField(
                label=f"Rôle de {letter}", required=False, choices=[(role, role) for role in roles] or [("", "travail")]
            )

    @property
    def people(self) -> list[tuple[str, Any, Any]]:
        """Letter, hours, role: the lines of the table."""
        return [(letter, self[f"hours_{letter}"], self[f"role_{letter}"]) for letter in PEOPLE]

    def facts(self, scale: HostScale | None, day: datetime.date) -> Facts | None:
        """The case, when an amount was typed."""
        typed = self.cleaned_data
        if typed.get("income") is None:
            return None
        worked = [(letter, typed.get(f"hours_{letter}"), typed.get(f"role_{letter}") or "") for letter in PEOPLE]
        return Facts(
            income=typed["income"],
            expenses=(Expense(WHO_PAID, typed["expenses"]),) if typed.get("expenses") else (),
            contributions=tuple(
                Contribution(letter, Fraction(hours), role) for letter, hours, role in worked if hours is not None
            ),
            last_receipt=day,
            year=day.year,
            year_to_date=0,
            scale=scale,
        )
