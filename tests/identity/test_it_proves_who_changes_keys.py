"""Changing who can get in needs a fresh proof; a session left open on a shared computer is not one."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.identity.codes import ask_for_code, code_received, type_code

ADD = "/compte/cles/ajouter/"


@pytest.fixture
def stale(client: Client, cast: Cast) -> Client:
    """Fanny signed in this morning."""
    client.force_login(cast.fanny)
    return client


def test_a_fresh_sign_in_is_enough(client: Client, cast: Cast) -> None:
    ask_for_code(client, "fanny@exemple.fr")
    type_code(client, code_received())
    assert client.get(ADD).status_code == 200


def test_an_old_session_must_prove_itself_by_a_code(stale: Client) -> None:
    response = stale.get(ADD)
    assert response["Location"] == reverse("identity:prove") + "?next=%2Fcompte%2Fcles%2Fajouter%2F"
    stale.post(reverse("identity:send_proof_code"), {"next": ADD})
    assert mail.outbox[-1].to == ["fanny@exemple.fr"]
    assert "Se déconnecter partout" in str(mail.outbox[-1].body)
    code = code_received()
    spaced = f"{code[:3]} {code[3:]}"
    assert stale.post(reverse("identity:prove"), {"code": spaced, "next": ADD})["Location"] == ADD
    assert stale.get(ADD).status_code == 200


def test_posting_straight_to_the_page_does_not_go_around(stale: Client) -> None:
    for path in (ADD, "/compte/cles/1/retirer/", "/compte/cles/1/renommer/"):
        assert stale.post(path, {"name": "x", "credential": "{}"}).status_code == 302


def test_three_wrong_codes_burn_the_right_one(stale: Client) -> None:
    stale.post(reverse("identity:send_proof_code"), {"next": ADD})
    right = code_received()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(3):
        stale.post(reverse("identity:prove"), {"code": wrong, "next": ADD})
    stale.post(reverse("identity:prove"), {"code": right, "next": ADD})
    assert stale.get(ADD).status_code == 302


def test_it_never_leads_to_another_site(stale: Client) -> None:
    stale.post(reverse("identity:send_proof_code"), {"next": "https://exemple.org/"})
    answer = stale.post(reverse("identity:prove"), {"code": code_received(), "next": "https://exemple.org/"})
    assert answer["Location"] == reverse("identity:account")


def test_codes_are_limited(stale: Client) -> None:
    for _ in range(5):
        stale.post(reverse("identity:send_proof_code"), {"next": ADD})
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("credential", ["", "{}", "null", "[]", "5", '{"id": "x", "response": {}}', "{", '"a"'])
def test_a_forged_key_is_refused_in_words(client: Client, cast: Cast, credential: str) -> None:
    ask_for_code(client, "fanny@exemple.fr")
    type_code(client, code_received())
    client.get(ADD)
    assert client.post(ADD, {"name": "x", "credential": credential}).status_code == 200


@pytest.mark.parametrize("credential", ["", "{}", "null", "[]", "5", '{"id": "x", "response": {}}', "{", '"a"'])
def test_a_forged_key_opens_nothing(client: Client, cast: Cast, credential: str) -> None:
    login = reverse("mfa_login_webauthn")
    assert "request_options" in client.get(login, headers={"accept": "application/json"}).json()
    answer: Any = client.post(login, {"credential": credential})
    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session
