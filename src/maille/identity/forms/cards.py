"""Signing in with a card, or with a code read out."""

from typing import Any

from django import forms

from maille.identity.rules import codes

MINE = "C'est mon téléphone : garder Maille ouvert"
MINE_HELP = "Ne cochez pas sur un ordinateur ou un téléphone partagé : Maille se ferme alors tout seul."


class CardForm(forms.Form):
    """The card's code and the secret code."""

    card = forms.CharField(
        label="Le code de ma carte",
        max_length=60,
        help_text="12 lettres et chiffres, écrits sous le carré noir et blanc.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-card-code": ""}
        ),
        error_messages={"required": "Recopiez le code écrit sur votre carte."},
    )
    pin = forms.CharField(
        label="Mon code secret",
        max_length=20,
        help_text="Les 4 à 6 chiffres que vous avez choisis.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": "Tapez votre code secret."},
    )
    mine = forms.BooleanField(label=MINE, help_text=MINE_HELP, required=False)

    def clean_card(self) -> str:
        """A slip is told at once: it costs no try. What it says does not depend on any card."""
        code = codes.normal(self.cleaned_data["card"])
        if not codes.is_card_code(code):
            raise forms.ValidationError(
                f"Le code d'une carte a {codes.CARD_LENGTH} lettres et chiffres. Ici, il y en a {len(code)}."
            )
        return code


class SpokenCodeForm(forms.Form):
    """Eight digits somebody reads out."""

    code = forms.CharField(
        label="Les 8 chiffres qu'on vous lit",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Tapez les 8 chiffres."},
    )
    mine = forms.BooleanField(label=MINE, help_text=MINE_HELP, required=False)

    def clean_code(self) -> str:
        """Digits, whatever stands between them."""
        code = codes.digits(self.cleaned_data["code"])
        if len(code) != codes.SPOKEN_LENGTH:
            raise forms.ValidationError(f"Ce code a {codes.SPOKEN_LENGTH} chiffres. Ici, il y en a {len(code)}.")
        return code


class PinForm(forms.Form):
    """A secret code, typed twice by the person herself."""

    pin = forms.CharField(
        label="Mon code secret",
        max_length=20,
        help_text="De 4 à 6 chiffres, que vous seul·e connaissez. Pas une date, pas 1234.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "inputmode": "numeric"}),
        error_messages={"required": "Choisissez de 4 à 6 chiffres."},
    )
    again = forms.CharField(
        label="Encore une fois",
        max_length=20,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "inputmode": "numeric"}),
        error_messages={"required": "Tapez encore une fois le même code secret."},
    )

    def clean_pin(self) -> str:
        """Spaces are forgiven."""
        return "".join(self.cleaned_data["pin"].split())

    def clean(self) -> dict[str, Any]:
        """Twice the same."""
        cleaned: dict[str, Any] = super().clean() or {}
        again = "".join(str(cleaned.get("again") or "").split())
        if cleaned.get("pin") and again and cleaned["pin"] != again:
            self.add_error("again", "Ce n'est pas le même code. Tapez-le encore une fois.")
        return cleaned
