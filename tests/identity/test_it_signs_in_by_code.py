"""Sign-in by a code sent by e-mail."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.identity.codes import ask_for_code, code_received, signed_in, type_code


def test_it_sends_a_short_french_message_and_the_code_opens_the_door(client: Client, cast: Cast) -> None:
    response = ask_for_code(client, "Fanny@Exemple.fr ")
    assert response.status_code == 302
    assert response["Location"] == reverse("account_confirm_login_code")
    message = mail.outbox[0]
    assert message.to == ["fanny@exemple.fr"]
    assert message.subject == "Votre code de connexion à Maille"
    assert "un quart d'heure" in str(message.body)
    assert message.content_subtype == "plain"
    assert not message.alternatives

    response = type_code(client, code_received())
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.fanny.pk)


def test_it_returns_to_the_page_first_asked_for_but_never_to_another_site(client: Client, cast: Cast) -> None:
    ask_for_code(client, "fanny@exemple.fr", "/personnes/")
    assert type_code(client, code_received(), "/personnes/")["Location"] == "/personnes/"
    stranger = Client()
    ask_for_code(stranger, "karim@exemple.fr")
    assert type_code(stranger, code_received(), "https://exemple.org/")["Location"] == "/"


def test_a_code_serves_once_and_only_in_the_browser_that_asked(client: Client, cast: Cast) -> None:
    ask_for_code(client, "fanny@exemple.fr")
    code = code_received()
    other = Client()
    ask_for_code(other, "karim@exemple.fr")
    type_code(other, code)
    assert not signed_in(other)
    type_code(client, code)
    client.post(reverse("account_logout"))
    type_code(client, code)
    assert not signed_in(client)


def test_three_wrong_codes_and_the_right_one_is_worth_nothing(client: Client, cast: Cast) -> None:
    ask_for_code(client, "fanny@exemple.fr")
    right = code_received()
    wrong = "000000" if right != "000000" else "111111"
    assert "n'est pas le bon" in type_code(client, wrong).content.decode().replace("&#x27;", "'")
    type_code(client, wrong)
    assert type_code(client, wrong)["Location"] == reverse("account_request_login_code")
    type_code(client, right)
    assert not signed_in(client)


def test_a_code_expires(client: Client, cast: Cast, settings: pytest.FixtureRequest) -> None:
    ask_for_code(client, "fanny@exemple.fr")
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    type_code(client, code_received())
    assert not signed_in(client)


def test_a_closed_account_does_not_open(client: Client, cast: Cast) -> None:
    cast.fanny.is_active = False
    cast.fanny.save(update_fields=["is_active"])
    ask_for_code(client, "fanny@exemple.fr")
    assert "Votre code" not in str(mail.outbox[-1].body).splitlines()[0]


def test_it_limits_demands_for_one_address(client: Client, cast: Cast) -> None:
    for _ in range(3):
        assert ask_for_code(Client(), "fanny@exemple.fr").status_code == 302
    refused = ask_for_code(Client(), "fanny@exemple.fr")
    assert refused.status_code == 200
    assert "Trop de demandes" in refused.content.decode()
    assert len(mail.outbox) == 3
