"""Freezing a report: who receives it."""

from django import forms


class FreezeForm(forms.Form):
    """Whom the report is sent to."""

    sent_to = forms.CharField(
        label="Destinataire",
        max_length=200,
        help_text="Par exemple : Région Hauts-de-France, bilan intermédiaire.",
        error_messages={"required": "Indiquez à qui ce bilan est envoyé."},
    )
