"""Small fields used by every form here."""

from typing import Any

from django import forms

from maille.journeys.models.journeys import DETAILS, OUTCOMES


class Day(forms.DateField):
    """A day, typed or picked."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**options)


class YesNo(forms.TypedChoiceField):
    """Yes, no or unknown: an unknown is never a no."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(
            choices=[("", "Ne sais pas"), ("oui", "Oui"), ("non", "Non")],
            coerce=lambda text: {"oui": True, "non": False}[text],
            empty_value=None,
            widget=forms.Select,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Stored values as choices."""
        return {True: "oui", False: "non", None: ""}.get(value, value)


def outcome_field(
    *, label: str = "Situation à la sortie", empty: str = "Pas encore connue", help_text: str = ""
) -> forms.ChoiceField:
    """What the person does next."""
    return forms.ChoiceField(label=label, required=False, choices=[("", empty), *OUTCOMES], help_text=help_text)


def detail_field() -> forms.ChoiceField:
    """The contract or training, when there is one."""
    employment = [(key, name) for key, name in DETAILS if key not in ("qualifying", "non_qualifying")]
    training = [(key, name) for key, name in DETAILS if key in ("qualifying", "non_qualifying")]
    return forms.ChoiceField(
        label="Précision",
        required=False,
        choices=[("", "Sans précision"), ("Emploi", employment), ("Formation", training)],
        help_text="Seulement pour un emploi ou une formation.",
    )
