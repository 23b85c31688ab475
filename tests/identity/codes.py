"""Reading the mail as a person would."""

import re

from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse


def ask_for_code(client: Client, email: str, next_page: str = "") -> HttpResponse:
    """Type an address on the sign-in page."""
    return client.post(reverse("account_login"), {"email": email, **({"next": next_page} if next_page else {})})


def code_received() -> str:
    """The six digits in the last e-mail."""
    found = re.search(r"Votre code : (\d{6})", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def type_code(client: Client, code: str, next_page: str = "") -> HttpResponse:
    """Type a code on the second page."""
    data = {"code": code, **({"next": next_page} if next_page else {})}
    return client.post(reverse("account_confirm_login_code"), data)


def signed_in(client: Client) -> bool:
    """Whether this browser is signed in."""
    return "_auth_user_id" in client.session
