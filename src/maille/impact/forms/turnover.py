"""Turnover typed by hand."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maille.impact.forms.asking import day_field
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

SPACES = {ord(space): None for space in " \u00a0\u202f"}
LARGEST = 10**12
"""Cents: ten thousand million euros, more than any of these networks sells."""


class MoneyField(forms.CharField):
    """Euros as people type them ("12,50", "26 582 €") → integer cents."""

    def to_python(self, value: Any) -> Any:
        """Cents; a ValidationError in words when it is not an amount."""
        typed = super().to_python(value)
        if not typed:
            return None
        plain = str(typed).translate(SPACES).removesuffix("€").replace(",", ".")
        try:
            cents = Decimal(plain) * 100
        except InvalidOperation:
            raise ValidationError("Ce montant ne se lit pas : écrivez-le comme 12 345,50.") from None
        if not cents.is_finite() or cents != cents.to_integral_value():
            raise ValidationError("Un montant s'arrête aux centimes : deux chiffres après la virgule.")
        if cents < 0:
            raise ValidationError("Un chiffre d'affaires n'est jamais négatif.")
        if cents > LARGEST:
            raise ValidationError("Ce montant est trop grand : vérifiez le nombre de chiffres.")
        return int(cents)


class TurnoverForm(forms.Form):
    """One line: a KPA's sales excluding tax from one day to another."""

    kpa = forms.ChoiceField(label="KPA", error_messages={"required": "Choisissez un KPA."})
    start = day_field("Du")
    end = day_field("Au")
    cents = MoneyField(
        label="Chiffre d'affaires hors taxes",
        help_text="En euros, par exemple 26 582 ou 12,50.",
        error_messages={"required": "Indiquez un montant, 0 s'il n'y en a pas."},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    note = forms.CharField(label="Précision", max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = actor.writes | (actor.governs & actor.figures)
        kpas = Organisation.objects.visible_to(actor).filter(pk__in=mine).order_by("name_key")
        choice: Any = self.fields["kpa"]
        choice.choices = [(str(kpa.pk), kpa.name) for kpa in kpas]
        if len(choice.choices) == 1:
            choice.initial = choice.choices[0][0]

    def clean(self) -> dict[str, Any]:
        """The end on the start's day or after."""
        data = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", "La fin précède le début : inversez les deux dates.")
        return data
