"""Forms of people and journeys: shape of what is typed; what it means is checked by the actions."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def add_refusal(form: forms.BaseForm, refused: ValidationError) -> None:
    """Put what an action refused beside the fields it names, the rest above the form."""
    by_field = refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
    for field, messages in by_field.items():
        known = field in form.fields and not form.fields[field].widget.is_hidden
        form.add_error(field if known else None, [ValidationError(message) for message in messages])
