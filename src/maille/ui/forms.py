"""Forms rendered by the design system, and the fields people type in their own way: days and amounts."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y"]


class Renderer(TemplatesSetting):
    """Labels above, help below, errors in words beside the field."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/components/field.html"


class DayInput(forms.DateInput):
    """A day picked or typed in the browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day; also understood when typed as 31/12/2025 where the browser has no date field."""

    widget = DayInput
    default_error_messages = {"invalid": "Écrivez une date comme 31/12/2025."}

    def __init__(self, **more: Any) -> None:
        more.setdefault("input_formats", DAY_FORMATS)
        super().__init__(**more)


class MoneyField(forms.CharField):
    """An amount in euros as people type it ("12,50", "1 215,40 €", "12.5"), kept as integer cents."""

    default_error_messages = {
        "invalid": "Écrivez un montant comme 12,50.",
        "negative": "Écrivez un montant positif.",
        "large": "Ce montant dépasse le milliard d'euros : vérifiez-le.",
        "too_large": "Ce montant dépasse dix millions d'euros : vérifiez-le.",
    }

    def __init__(self, *, allow_negative: bool = False, small: bool = False, **more: Any) -> None:
        """`small`: what one person, one unit, one month costs: under ten million euros."""
        self.allow_negative, self.small = allow_negative, small
        more.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**more)

    def clean(self, value: Any) -> int | None:
        """The cents, or `None` when left empty and not required."""
        typed = super().clean(value)
        if typed in self.empty_values:
            return None
        plain = re.sub(r"\s", "", str(typed).strip().removesuffix("€")).replace("\u2212", "-")
        found = re.fullmatch(r"(-?)(\d+)(?:[.,](\d{1,2}))?", plain, re.ASCII)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        sign, units, rest = found.groups()
        if sign and not self.allow_negative:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if len(units.lstrip("0")) > 9:
            raise ValidationError(self.error_messages["large"], code="large")
        if self.small and len(units.lstrip("0")) > 7:
            raise ValidationError(self.error_messages["too_large"], code="large")
        cents = int(units) * 100 + int((rest or "").ljust(2, "0"))
        return -cents if sign else cents

    def prepare_value(self, value: Any) -> Any:
        """Cents as they are typed; what could not be read is given back untouched."""
        if not isinstance(value, int):
            return value
        units, rest = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{units},{rest:02d}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare cents with cents."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


def set_choices(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """What a field of this form lets one choose, known only now."""
    field: Any = form.fields[name]
    field.choices = list(choices)


def set_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """The same for a field that chooses among rows."""
    field: Any = form.fields[name]
    field.queryset = rows
