"""Registering a passkey and using it, in a real browser with a virtual authenticator."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from playwright.sync_api import CDPSession, Page, expect

from maille.identity.models import User
from maille.network.models import Membership
from tests.cast import Cast, make_cast
from tests.identity.codes import code_received

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None, today: Any) -> Cast:
    """The fixed cast, really written."""
    return make_cast(today)


@pytest.fixture
def site(live_server: Any, people: Cast) -> str:
    """Passkeys belong to a name: an address in digits would not do."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def phone(page: Page) -> Iterator[tuple[CDPSession, str]]:
    """A phone that keeps keys and checks its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    yield session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_in_by_code(page: Page, site: str) -> None:
    """As anybody does the first time."""
    page.goto(site + "/compte/connexion/")
    page.get_by_label("Votre adresse e-mail").fill("fanny@exemple.fr")
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_label("Code à 6 chiffres").fill(code_received())
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url(lambda url: "/compte/connexion" not in url)


def register(page: Page, site: str, name: str) -> None:
    """Register the device."""
    page.goto(site + "/compte/cles/ajouter/")
    page.get_by_label("Nom de cette clé").fill(name)
    page.get_by_role("button", name="Enregistrer cet appareil").click()
    expect(page.get_by_text("Cet appareil est enregistré")).to_be_visible()


def sign_out(page: Page, site: str) -> None:
    """Leave."""
    page.goto(site + "/compte/deconnexion/")
    page.get_by_role("button", name="Me déconnecter").click()
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()


def test_a_device_registered_opens_the_door_by_itself(
    page: Page, site: str, phone: tuple[CDPSession, str], people: Cast
) -> None:
    sign_in_by_code(page, site)
    register(page, site, "Mon téléphone")
    expect(page.locator("strong", has_text="Mon téléphone")).to_be_visible()
    assert "peut maintenant ouvrir votre compte" in mail.outbox[-1].subject
    session, authenticator = phone
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert kept[0]["isResidentCredential"]

    sign_out(page, site)
    sent = len(mail.outbox)
    page.get_by_role("button", name="Utiliser une clé de cet appareil").click()
    page.wait_for_url(lambda url: "/compte/connexion" not in url)
    page.goto(site + "/compte/")
    expect(page.get_by_text("Vous vous connectez avec fanny@exemple.fr.")).to_be_visible()
    assert len(mail.outbox) == sent


def test_a_lost_device_is_replaced_by_a_code_and_its_key_removed(
    page: Page, site: str, phone: tuple[CDPSession, str], people: Cast
) -> None:
    sign_in_by_code(page, site)
    register(page, site, "Téléphone perdu")
    sign_out(page, site)
    session, authenticator = phone
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": authenticator})
    sign_in_by_code(page, site)
    page.goto(site + "/compte/cles/")
    page.get_by_role("link", name="Retirer Téléphone perdu").click()
    page.get_by_role("button", name="Retirer cette clé").click()
    expect(page.get_by_text("Cette clé est retirée.")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_a_key_removed_no_longer_opens(page: Page, site: str, phone: tuple[CDPSession, str], people: Cast) -> None:
    sign_in_by_code(page, site)
    register(page, site, "Ordinateur")
    sign_out(page, site)
    Authenticator.objects.all().delete()
    page.get_by_role("button", name="Utiliser une clé de cet appareil").click()
    expect(page.get_by_text("Cette clé n'a pas été reconnue")).to_be_visible()


def test_a_closed_account_does_not_open_by_key(
    page: Page, site: str, phone: tuple[CDPSession, str], people: Cast
) -> None:
    sign_in_by_code(page, site)
    register(page, site, "Ordinateur")
    sign_out(page, site)
    User.objects.filter(pk=people.fanny.pk).update(is_active=False)
    page.get_by_role("button", name="Utiliser une clé de cet appareil").click()
    expect(page.get_by_role("heading", name="Ce compte est fermé")).to_be_visible()


def test_a_key_proves_that_it_is_me(page: Page, site: str, phone: tuple[CDPSession, str], people: Cast) -> None:
    sign_in_by_code(page, site)
    register(page, site, "Ordinateur")
    forget_proofs(people)
    page.goto(site + "/compte/cles/")
    page.get_by_role("link", name="Renommer Ordinateur").click()
    expect(page.get_by_role("heading", name="Est-ce bien vous")).to_be_visible()
    page.get_by_role("link", name="Utiliser une de mes clés").click()
    page.get_by_role("button", name="Utiliser ma clé").click()
    page.get_by_label("Nom de cette clé").fill("Ordinateur du local")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("strong", has_text="Ordinateur du local")).to_be_visible()


def forget_proofs(people: Cast) -> None:
    """As if everybody had signed in an hour ago."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.sessions.models import Session

    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in Session.objects.all():
        session = store(row.session_key)
        for record in session.get("account_authentication_methods", []):
            record["at"] -= 3600
        session.save()


def test_nothing_is_written_in_the_page_for_the_browser_to_run(page: Page, site: str, people: Cast) -> None:
    """A strict policy would refuse it; and somebody without JavaScript still signs in by code."""
    assert Membership.objects.exists()
    page.goto(site + "/compte/connexion/")
    inline = page.locator("script:not([src]):not([type='application/json'])").count()
    assert inline == 0
