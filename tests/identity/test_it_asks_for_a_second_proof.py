"""Roles that open many files: a key or an application, or nothing opens."""

import datetime
import re
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from maille.identity.models import User
from maille.network.models import Membership
from maille.network.rules.roles import Role
from tests.cast import Cast
from tests.identity.codes import ask_for_code, code_received, type_code

STRENGTHEN = "/compte/preuve/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def by_email(email: str) -> Client:
    """Signed in by a code, as far as it goes."""
    client = Client()
    ask_for_code(client, email)
    type_code(client, code_received())
    return client


def code_now(secret: str = SECRET) -> str:
    """What the application shows."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def with_application(user: User) -> User:
    """Somebody who registered an application."""
    TOTP.activate(user, SECRET)
    return user


@pytest.mark.parametrize("name", ["karim", "odile"])
def test_without_a_second_proof_nothing_opens(cast: Cast, name: str) -> None:
    client = by_email(f"{name}@exemple.fr")
    for path in ("/", "/personnes/", f"/personnes/{cast.amina.pk}/", "/bilan/", "/reseau/", "/registre/export/"):
        assert client.get(path)["Location"].startswith(STRENGTHEN)
        assert client.post(path)["Location"].startswith(STRENGTHEN)
    for path in (STRENGTHEN, "/compte/", "/compte/deconnexion/"):
        assert client.get(path).status_code == 200
    page = client.get(STRENGTHEN).content.decode()
    assert "Enregistrer cet appareil" in page
    assert "Choisir une application" in page


def test_a_piece_of_page_sends_the_whole_browser_there(cast: Cast) -> None:
    response = by_email("odile@exemple.fr").get("/personnes/", headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response.headers["HX-Redirect"].startswith(STRENGTHEN)


def test_the_contributor_of_one_kpa_enters_of_two_proves_more(cast: Cast) -> None:
    client = by_email("fanny@exemple.fr")
    assert client.get("/personnes/").status_code == 200
    Membership.objects.create(
        user=cast.fanny, organisation=cast.other_kpa, role=Role.CONTRIBUTOR, started_on=datetime.date(2024, 1, 1)
    )
    assert client.get("/personnes/")["Location"].startswith(STRENGTHEN)


def test_passing_to_a_small_role_asks_for_nothing(cast: Cast) -> None:
    small = Membership.objects.create(
        user=cast.odile, organisation=cast.kpa, role=Role.CONTRIBUTOR, started_on=datetime.date(2024, 1, 1)
    )
    client = by_email("odile@exemple.fr")
    assert client.post(reverse("network:switch"), {"membership": small.pk})["Location"] == "/"
    assert client.get("/personnes/").status_code == 200


def test_an_application_is_registered_and_opens_everything(cast: Cast) -> None:
    client = by_email("odile@exemple.fr")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found
    secret = found[1].replace(" ", "")
    assert "n&#x27;est pas le bon" in client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    client.get("/personnes/")
    answer = client.post(reverse("mfa_activate_totp"), {"code": f" {code_now(secret)[:3]} {code_now(secret)[3:]} "})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(answer["Location"]).content.decode().count("<li>") >= 10
    assert client.get("/personnes/").status_code == 200
    stored = Authenticator.objects.get(user=cast.odile, type="totp").data["secret"]
    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret


def test_it_is_then_asked_after_the_code_by_email(cast: Cast) -> None:
    with_application(cast.fanny)
    client = by_email("fanny@exemple.fr")
    assert "_auth_user_id" not in client.session
    assert client.get("/personnes/")["Location"].startswith(reverse("account_login"))
    assert "Encore une preuve" in client.get(reverse("mfa_authenticate")).content.decode()
    assert "pas le bon" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_now()})["Location"] == "/"
    assert client.get("/personnes/").status_code == 200


def test_a_code_of_the_application_serves_once(cast: Cast) -> None:
    with_application(cast.fanny)
    code = code_now()
    first, second = by_email("fanny@exemple.fr"), by_email("fanny@exemple.fr")
    first.post(reverse("mfa_authenticate"), {"code": code})
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


def test_guessing_the_application_stops_at_five(cast: Cast) -> None:
    with_application(cast.fanny)
    client = by_email("fanny@exemple.fr")
    wrong = "000000" if code_now() != "000000" else "111111"
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": wrong})
    assert "Trop d&#x27;essais" in client.post(reverse("mfa_authenticate"), {"code": code_now()}).content.decode()
    assert "_auth_user_id" not in client.session


def test_an_email_alone_does_not_change_the_keys_of_who_has_them(cast: Cast) -> None:
    Authenticator.objects.create(user=cast.odile, type=Authenticator.Type.WEBAUTHN, data={"name": "clé"})
    client = by_email("odile@exemple.fr")
    for name in ("mfa_add_webauthn", "mfa_activate_totp", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name))["Location"].startswith(reverse("identity:prove"))
    page = client.get(reverse("identity:prove")).content.decode()
    assert "Recevoir un code" not in page
    assert client.get("/personnes/")["Location"].startswith(STRENGTHEN)
    assert "Utiliser une de mes clés" in client.get(STRENGTHEN).content.decode()


def test_it_leads_back_to_this_site_only(cast: Cast) -> None:
    with_application(cast.odile)
    client = Client()
    client.force_login(cast.odile)
    for where, there in (("/personnes/", "/personnes/"), ("https://exemple.org/", "/"), ("//exemple.org", "/")):
        Authenticator.objects.filter(user=cast.odile).delete()
        with_application(cast.odile)
        cache.clear()
        assert client.post(STRENGTHEN, {"code": code_now(), "next": where})["Location"] == there


def test_demonstration_links_count_as_proof_in_demonstration_alone(cast: Cast, settings: Any) -> None:
    client = by_email("odile@exemple.fr")
    session = client.session
    session["account_authentication_methods"] = [{"method": "demo", "at": 0}]
    session.save()
    assert client.get("/personnes/")["Location"].startswith(STRENGTHEN)
    settings.DEMO = True
    assert client.get("/personnes/").status_code == 200


def test_who_lost_everything_is_helped_from_the_machine(cast: Cast) -> None:
    with_application(cast.odile)
    call_command("reset-signin", "odile@exemple.fr")
    assert not Authenticator.objects.filter(user=cast.odile).exists()
    assert "oubliées" in mail.outbox[-1].subject
    assert "Choisir une application" in by_email("odile@exemple.fr").get(STRENGTHEN).content.decode()
