"""My name, and signing out everywhere."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.identity.codes import signed_in


def test_signing_out_everywhere_closes_every_browser(cast: Cast) -> None:
    here, elsewhere, charlie = Client(), Client(), Client()
    for client, user in ((here, cast.fanny), (elsewhere, cast.fanny), (charlie, cast.charlie)):
        client.force_login(user)
    answer = here.post(reverse("identity:sign_out_everywhere"))
    assert answer["Location"] == reverse("account_login")
    assert not signed_in(here)
    assert elsewhere.get(reverse("identity:account"))["Location"].startswith(reverse("account_login"))
    assert charlie.get(reverse("identity:account")).status_code == 200
    cast.fanny.refresh_from_db()
    assert not cast.fanny.has_usable_password()


def test_a_link_cannot_sign_anybody_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    assert client.get(reverse("identity:sign_out_everywhere")).status_code == 405
    client.get(reverse("account_logout"))
    assert signed_in(client)


def test_i_choose_the_name_others_see(client: Client, cast: Cast) -> None:
    client.force_login(cast.fanny)
    client.post(reverse("identity:account"), {"name": "Fanny D."})
    cast.fanny.refresh_from_db()
    assert cast.fanny.name == "Fanny D."


@pytest.mark.parametrize(
    "name", ["", " ", "x" * 121, "Fanny\nBcc: x@y.fr", "<b>Fanny</b>", "=1+1", "Fan\u202eny", "a\x00b"]
)
def test_a_name_is_a_name(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.fanny)
    assert client.post(reverse("identity:account"), {"name": name}).status_code == 200
    cast.fanny.refresh_from_db()
    assert cast.fanny.name == "Fanny"


@pytest.mark.parametrize("name", ["أمينة", "Łukasz Żak", "D’Arc", "N'Diaye-Sy", "李小龍", "Zoé 2"])
def test_a_name_may_be_written_in_any_script(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.fanny)
    assert client.post(reverse("identity:account"), {"name": name}).status_code == 302


def test_cookies_are_kept_from_scripts_and_from_plain_http(settings: pytest.FixtureRequest) -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SITE_URL.startswith("https://") == settings.SESSION_COOKIE_SECURE
