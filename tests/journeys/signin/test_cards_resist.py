"""Guessing, stealing, replaying, forging: a card without its secret code opens nothing."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from maille.identity import actions as identity
from maille.identity.actions.cards import RestingError, WrongError, forget_old_tries
from maille.identity.models import Tries
from maille.identity.rules.codes import ALPHABET, grouped
from tests.cast import Cast
from tests.journeys.signin.ways import PIN, account, card_of, enter, now, signed_in, text_of

UNKNOWN = "7777 ABCD 7777"


@pytest.fixture
def code(cast: Cast) -> str:
    """Amina's card."""
    account(cast.amina, cast)
    return card_of(cast.amina)


def same(page: bytes, typed: str) -> str:
    """A page without what differs at every request: the token of forms, and the code typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", page.decode())
    return text.replace(typed, "").replace(typed.replace(" ", ""), "")


def test_a_wrong_secret_code_and_an_unknown_card_get_the_same_bytes(code: str) -> None:
    mine, nobodys = grouped(code), UNKNOWN
    for _ in range(12):
        wrong, unknown = enter(Client(), mine, "9999"), enter(Client(), nobodys, "9999")
        assert wrong.status_code == unknown.status_code == 200
        assert same(wrong.content, mine) == same(unknown.content, nobodys)


def test_case_spaces_and_look_alikes_are_forgiven(code: str) -> None:
    client = Client()
    typed = grouped(code).lower().replace("0", "o").replace("1", "i")
    assert enter(client, f" {typed} ", f" {PIN[:2]} {PIN[2:]} ").status_code == 302
    assert signed_in(client)


def test_after_five_wrong_tries_the_card_rests_even_for_its_holder(code: str) -> None:
    for left in (4, 3, 2):
        assert f"Il vous reste {left} essais" in text_of(enter(Client(), code, "9999"))
    assert "Il vous reste 1 essai." in text_of(enter(Client(), code, "9999"))
    assert "dernier essai" in text_of(enter(Client(), code, "9999"))
    client = Client()
    resting = text_of(enter(client, code))
    assert "se repose encore 15 minutes" in resting
    assert "Demandez un code" in resting
    assert not signed_in(client)


def test_after_its_rest_it_opens_again_and_forgets(cast: Cast, code: str) -> None:
    at = now()
    for _ in range(5):
        with pytest.raises(WrongError):
            identity.use_card(code, "9999", at)
    with pytest.raises(RestingError):
        identity.use_card(code, PIN, at + datetime.timedelta(minutes=14))
    assert identity.use_card(code, PIN, at + datetime.timedelta(minutes=16)).user == cast.amina.user
    assert not Tries.objects.exists()


def test_a_rest_does_not_pass_to_the_new_card(cast: Cast, code: str) -> None:
    for _ in range(5):
        enter(Client(), code, "9999")
    assert enter(Client(), card_of(cast.amina)).status_code == 302


def test_a_hundred_tries_from_one_address_are_enough(code: str) -> None:
    answers = [text_of(enter(Client(), f"{sign}{ALPHABET[:11]}", "9999")) for sign in (ALPHABET * 2)[:41]]
    assert "Trop d'essais depuis ici" in answers[-1]
    assert "Trop d'essais depuis ici" in text_of(enter(Client(), code))
    cache.clear()
    assert enter(Client(), code).status_code == 302


def test_an_incomplete_code_costs_no_try(code: str) -> None:
    assert "Ici, il y en a 11" in text_of(enter(Client(), code[:11]))
    assert not Tries.objects.exists()


def test_a_closed_account_gets_the_common_answer(cast: Cast, code: str) -> None:
    assert cast.amina.user is not None
    cast.amina.user.is_active = False
    cast.amina.user.save(update_fields=["is_active"])
    assert "n'est pas bon" in text_of(enter(Client(), code))


def test_another_cards_secret_code_opens_nothing(cast: Cast, code: str) -> None:
    account(cast.lea, cast)
    card_of(cast.lea, "8350")
    assert enter(Client(), code, "8350").status_code == 200


def test_a_form_forged_elsewhere_is_refused(code: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert enter(strict, code).status_code == 403
    assert strict.post(reverse("identity:spoken_code"), {"code": "12345678"}).status_code == 403
    assert not signed_in(strict)


def test_it_leads_to_no_other_site(code: str) -> None:
    for where in ("https://exemple.org/", "//exemple.org", "/\\exemple.org", "javascript:alert(1)"):
        assert enter(Client(), code, next=where)["Location"] == "/"
    assert enter(Client(), code, next="/mon-parcours/carte/")["Location"] == "/mon-parcours/carte/"


def test_a_session_prepared_by_somebody_else_is_worth_nothing(code: str) -> None:
    client = Client()
    session = client.session
    session["membership"] = 12
    session.save()
    before = client.cookies["sessionid"].value if "sessionid" in client.cookies else session.session_key
    enter(client, code)
    assert client.cookies["sessionid"].value != before
    assert "membership" not in client.session


def test_the_secret_code_never_comes_back_in_the_page(code: str) -> None:
    assert "9999" not in enter(Client(), code, "9999").content.decode()


def test_old_tries_are_forgotten(code: str) -> None:
    enter(Client(), code, "9999")
    assert forget_old_tries(now()) == 0
    assert forget_old_tries(now() + datetime.timedelta(days=3)) == 1
