"""Codes of an authenticator application, recovery codes, keys as a second proof."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django import forms

from maille.identity.forms.accounts import FORGED

WRONG = "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant, puis recopiez-le."
HELP = "Les 6 chiffres que votre application affiche, ou un de vos codes de secours."


def dress(field: forms.Field, help_text: str = HELP) -> None:
    """Our words on a code's field; spaces typed as the application shows them are dropped by `spaceless`."""
    field.label, field.help_text = "Code", help_text
    field.error_messages["required"] = "Écrivez le code que votre application affiche."
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "20"}


def spaceless(data: Any) -> Any:
    """What was typed, the code without its spaces."""
    if not data or "code" not in data:
        return data
    copied = data.copy()
    copied["code"] = "".join(str(copied["code"]).split())[:20]
    return copied


class CodeOfApplication(forms.Form):
    """Refusals of a code, in words of codes: the adapter's speak of keys."""

    def clean_code(self) -> str:
        """Said where it is typed."""
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of the form it is mixed with
        except forms.ValidationError as refused:
            if refused.code == "incorrect_code":
                raise forms.ValidationError(WRONG) from None
            raise
        return code


class SecondCodeForm(CodeOfApplication, AuthenticateForm):
    """The second proof, while signing in."""

    def __init__(self, *args: Any, data: Any = None, **more: Any) -> None:
        more["data"] = spaceless(data)
        super().__init__(*args, **more)
        dress(self.fields["code"])


class StrongProofForm(CodeOfApplication, ReauthenticateForm):
    """The second proof, once signed in."""

    def __init__(self, *args: Any, data: Any = None, **more: Any) -> None:
        more["data"] = spaceless(data)
        super().__init__(*args, **more)
        dress(self.fields["code"])


class StartApplicationForm(CodeOfApplication, ActivateTOTPForm):
    """The first code of a new application."""

    def __init__(self, *args: Any, data: Any = None, **more: Any) -> None:
        more["data"] = spaceless(data)
        super().__init__(*args, **more)
        dress(self.fields["code"], "Les 6 chiffres que votre application affiche maintenant.")


class SecondKeyForm(AuthenticateWebAuthnForm):
    """A key as the second proof."""

    def clean_credential(self) -> Any:
        """Answer a forged message in words."""
        try:
            return super().clean_credential()
        except FORGED:
            raise get_adapter().validation_error("incorrect_code") from None
