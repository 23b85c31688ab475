"""Sign-in forms."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

from maille.identity.models import User
from maille.identity.names import plain_name
from maille.identity.proof import same


class RequestCodeForm(forms.Form):
    """An address; whether somebody holds it changes nothing that can be seen."""

    email = forms.EmailField(
        label="Votre adresse e-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "inputmode": "email"}),
        error_messages={
            "required": "Écrivez votre adresse e-mail.",
            "invalid": "Cette adresse n'est pas complète. Exemple : fanny@exemple.fr",
        },
    )
    _user: User | None = None

    def clean_email(self) -> str:
        """Find the person silently, and count the demand against the limits."""
        email: str = self.cleaned_data["email"].lower()
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise get_adapter().validation_error("rate_limited")
        # unscoped: somebody signing in is nobody yet
        self._user = User.objects.filter(email=email, is_active=True).first()
        return email


class CodeForm(ConfirmLoginCodeForm):
    """The code received by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = "Code à 6 chiffres"
        field.help_text = "Il se trouve dans le message que vous venez de recevoir."
        field.error_messages["required"] = "Écrivez le code reçu par e-mail."
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


FORGED = (AttributeError, KeyError, TypeError, ValueError)
"""What the reader of passkey messages raises on a message no browser ever wrote."""


class UsePasskeyForm(LoginWebAuthnForm):
    """Sign in with a passkey."""

    def clean_credential(self) -> Any:
        """Answer a forged message in words."""
        try:
            return super().clean_credential()
        except FORGED:
            raise mfa_adapter().validation_error("incorrect_code") from None


class ProveByPasskeyForm(ReauthenticateWebAuthnForm):
    """Show that it is me with a passkey."""

    def clean_credential(self) -> Any:
        """Answer a forged message in words."""
        try:
            return super().clean_credential()
        except FORGED:
            raise mfa_adapter().validation_error("incorrect_code") from None


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey is always enough to sign in: the device must have checked its owner (fingerprint, face or PIN)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"] = forms.CharField(
            label="Nom de cette clé",
            max_length=80,
            required=False,
            help_text="Pour la reconnaître : « mon téléphone », « l'ordinateur du local ».",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a device that did not check its owner."""
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except FORGED:
            raise mfa_adapter().validation_error("incorrect_code") from None


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label="Nom de cette clé", max_length=80)


class NameForm(forms.Form):
    """The name others see."""

    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        help_text="Comme les autres le voient : « Fanny D. », « Fanny Dubois »…",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Écrivez votre nom."},
        validators=[plain_name],
    )


class NewAddressForm(forms.Form):
    """The address one will sign in with."""

    email = forms.EmailField(
        label="Votre nouvelle adresse e-mail",
        max_length=254,
        help_text="Un code y part : il prouve que cette adresse est à vous.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": "Écrivez votre nouvelle adresse e-mail.",
            "invalid": "Cette adresse n'est pas complète. Exemple : fanny@exemple.fr",
        },
    )

    def clean_email(self) -> str:
        """As stored."""
        email: str = self.cleaned_data["email"].lower()
        return email


class ProofForm(forms.Form):
    """The code that proves it is me."""

    code = forms.CharField(
        label="Code à 6 chiffres",
        help_text="Il se trouve dans le message que vous venez de recevoir.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Écrivez le code reçu par e-mail."},
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_code(self) -> str:
        """Compare with the code sent."""
        code: str = self.cleaned_data["code"]
        if not same(code, self.expected):
            raise get_adapter().validation_error("incorrect_code")
        return code
