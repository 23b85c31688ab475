"""An unknown address is answered exactly like a known one."""

import re
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.identity.codes import ask_for_code, type_code

KNOWN, UNKNOWN = "fanny@exemple.fr", "nanny@exemple.fr"


def shown(response: HttpResponse, email: str) -> tuple[int, Any, str]:
    """All that can be seen from outside, but for the address typed and the random CSRF token."""
    body = re.sub(r"\b[A-Za-z0-9]{64}\b", "", response.content.decode())
    return response.status_code, response.get("Location"), body.replace(email, "ADRESSE")


def walk(email: str) -> list[tuple[int, Any, str]]:
    """Every step a prober may take."""
    client = Client()
    steps = [shown(ask_for_code(client, email), email)]
    steps.append(shown(client.get(reverse("account_confirm_login_code")), email))
    steps += [shown(type_code(client, "12345x"), email) for _ in range(4)]
    steps.append(shown(client.get(reverse("account_login")), email))
    return steps


def test_each_step_looks_the_same(cast: Cast) -> None:
    assert walk(KNOWN) == walk(UNKNOWN)


def test_one_message_leaves_in_both_cases(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for email in (KNOWN, UNKNOWN):
        mail.outbox.clear()
        ask_for_code(Client(), email)
        assert [message.to for message in mail.outbox] == [[email]]
    assert "Aucun compte" in str(mail.outbox[0].body)
    assert not re.search(r"\d{6}", str(mail.outbox[0].body))


def test_limits_are_the_same(cast: Cast) -> None:
    for email in (KNOWN, UNKNOWN):
        statuses = [ask_for_code(Client(), email).status_code for _ in range(5)]
        assert statuses == [302, 302, 302, 200, 200]


@pytest.mark.parametrize(
    "email",
    ["fanny@exemple.fr\nBcc: charlie@exemple.fr", "fanny@exemple.fr%0aBcc:x@y.fr\r\n", "Fanny <x@y.fr>", "a,b@c.fr"],
)
def test_an_address_cannot_carry_a_header(cast: Cast, email: str) -> None:
    ask_for_code(Client(), email)
    for message in mail.outbox:
        assert len(message.recipients()) == 1
        assert "\n" not in message.to[0]
        assert not message.message().get("Bcc")


def test_passwords_signup_and_social_doors_do_not_exist(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    for path in (
        "signup/",
        "password/reset/",
        "password/change/",
        "email/",
        "login/",
        "social/connections/",
        "2fa/totp/",
    ):
        assert client.get(f"/compte/{path}").status_code == 404
