"""What the forms share."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict
from django.urls import reverse


class DateInput(forms.DateInput):
    """A day, typed or picked."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class DateField(forms.DateField):
    """A day, in the browser's way or typed "4/4/2025"."""

    widget = DateInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"invalid": "Cette date ne se lit pas. Écrivez par exemple 04/04/2025."})
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"], **options)


class CommuneInput(forms.TextInput):
    """A commune with suggestions from the reference list; plain text without JavaScript.

    Only the commune and the postal code are sent to ask for suggestions, never the rest of the form.
    """

    template_name = "network/widgets/commune.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, postal_code: str = "postal_code") -> None:
        self.postal_code = postal_code
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_liste"
        context["widget"]["attrs"] |= {
            "list": listed,
            "autocomplete": "off",
            "hx-get": f"{reverse('network:communes')}?champ={name}&code={self.postal_code}",
            "hx-trigger": "focus, input changed delay:200ms",
            "hx-target": f"#{listed}",
            "hx-include": "closest form",
            "hx-params": f"{name},{self.postal_code}",
        }
        context["listed"] = listed
        return context


class VersionedForm(forms.Form):
    """A form made from a version of a row: the second to save is told, and their text stays."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def offer_again(self, version: int) -> None:
        """Make the next save of this form a deliberate one, over what is stored now."""
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed[self.add_prefix("version")] = str(version)
        self.data = typed


def take_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """Put what an action refused beside the fields; `stage_names.test` is the field `stage_names__test`.

    `other_names` of the form: what the action calls a field → what the form calls it.
    """
    told = refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
    for name, messages in told.items():
        field = name.replace(".", "__")
        if field not in form.fields:
            field = getattr(form, "other_names", {}).get(field, field)
        for message in messages:
            form.add_error(field if field in form.fields else None, message)
