"""How Maille bends django-allauth: no passwords, no self sign-up, passkeys as an equal way in."""

import base64
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils import timezone

from maille.identity import sessions, vault
from maille.identity.actions.messages import send_message

SENTENCES = {
    "account_inactive": "Ce compte est fermé. Adressez-vous à votre KPA.",
    "incorrect_code": "Ce code n'est pas le bon. Vérifiez les chiffres dans le dernier message reçu.",
    "too_many_login_attempts": "Trop d'essais. Attendez quelques minutes, puis demandez un nouveau code.",
    "rate_limited": "Trop de demandes en peu de temps. Attendez quelques minutes, puis recommencez.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by code, closed to strangers."""

    error_messages = DefaultAccountAdapter.error_messages | SENTENCES

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up alone: one arrives by an invitation."""
        return False

    def get_login_stages(self) -> list[str]:
        """A passkey replaces the code by e-mail; an application's code is asked on top of it (identity.stages)."""
        stages = [stage for stage in super().get_login_stages() if not stage.startswith("allauth.mfa.")]
        return [*stages, "maille.identity.stages.ApplicationStage"]

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, and note where."""
        super().login(request, user)
        sessions.note(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address for rate limits; behind a Unix socket without a declared proxy, one for all."""
        return (request.META.get("REMOTE_ADDR") and super().get_client_ip(request)) or "0.0.0.0"  # noqa: S104 - a key for limits, nothing listens there

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Everything leaves by the same door; what may carry a code is not kept."""
        mail = self.render_mail(template_prefix, email, context)
        purpose = template_prefix.rpartition("/")[2]
        send_message(email, purpose=purpose, subject=mail.subject, text=str(mail.body), now=timezone.now(), secret=True)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person, at the one address Maille knows, that a passkey was added or removed."""
        if email or user.email:
            super().send_notification_mail(template_prefix, user, context, email or user.email)


class MFAAdapter(DefaultMFAAdapter):
    """Passkeys named in words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Cette clé n'a pas été reconnue. Recommencez, ou demandez un code par e-mail.",
        "cannot_generate_recovery_codes": "Enregistrez d'abord un appareil ou une application.",
    }

    def encrypt(self, text: str) -> str:
        """Secrets of applications and recovery codes are closed like bank details are."""
        return vault.close(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open them; one that no key opens is worth a secret nobody knows (`./maille reset-signin` helps out)."""
        try:
            return vault.open_(encrypted_text.encode()).decode()
        except vault.VaultError:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def _get_site_name(self) -> str:
        return "Maille"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A name by default; the person may write a better one."""
        return "Ma clé"
