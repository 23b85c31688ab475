"""Léa has no e-mail: a card, a secret code of her own, a phone; and it is told kindly when her card rests."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.world import Visitor, World

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def make_card(page: Page, site: str, world: World) -> str:
    """Fanny makes Léa's card: Léa types her secret code on Fanny's screen, first one that anybody would guess."""
    page.goto(f"{site}/personnes/{world.cast.lea.pk}/")
    page.get_by_role("link", name="Sans e-mail : faire une carte").click()
    for pin in ("1234", "2719"):
        page.get_by_label("Code secret", exact=True).fill(pin)
        page.get_by_label("Le même code, encore une fois").fill(pin)
        page.get_by_role("button", name="Faire la carte").click()
        if pin == "1234":
            expect(page.locator("#erreurs").get_by_text("se devine trop vite")).to_be_visible()
    expect(page.get_by_role("heading", name="La carte de Léa Fontaine est prête")).to_be_visible()
    return page.locator(".paper-code").inner_text()


def try_pin(page: Page, pin: str) -> None:
    """Type a secret code."""
    page.get_by_label("Mon code secret").fill(pin)
    page.get_by_role("button", name="Entrer", exact=True).click()


def test_lea_enters_with_her_card(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any, world: World
) -> None:
    site = live_server.url
    desk = browser.new_context(**browser_context_args).new_page()
    fanny: Visitor = next(each for each in world.visitors if each.user == world.cast.fanny)
    sign_in(desk, live_server, fanny)
    code = make_card(desk, site, world)

    phone = browser.new_context(**{**browser_context_args, **PHONE}).new_page()
    phone.goto(f"{site}/carte/#{code.replace(' ', '')}")
    expect(phone.get_by_label("Le code de ma carte")).to_have_value(code)
    expect(phone).to_have_url(re.compile(r"/carte/$"))
    try_pin(phone, "2719")
    expect(phone.get_by_role("heading", name="Bonjour Léa")).to_be_visible()
    phone.get_by_role("button", name="Me déconnecter").click()
    expect(phone.get_by_role("heading", name="Connexion")).to_be_visible()

    phone.get_by_role("link", name="J'ai une carte").click()
    phone.get_by_label("Le code de ma carte").fill(code.lower())
    for left in ("4 essais", "3 essais", "2 essais", "1 essai"):
        try_pin(phone, "9999")
        expect(phone.get_by_text(f"Il vous reste {left}")).to_be_visible()
    try_pin(phone, "9999")
    expect(phone.get_by_text("C'était le dernier essai")).to_be_visible()
    try_pin(phone, "2719")
    expect(phone.get_by_text(re.compile("Votre carte se repose encore 1[45] minutes"))).to_be_visible()

    desk.goto(f"{site}/personnes/{world.cast.lea.pk}/code/")
    desk.get_by_label(re.compile("J'ai cette personne devant moi")).check()
    desk.get_by_role("button", name="Afficher le code").click()
    spoken = desk.locator(".figure .value").inner_text()
    phone.get_by_role("link", name="On me lit un code").click()
    phone.get_by_label("Les 8 chiffres qu'on vous lit").fill(spoken)
    phone.get_by_role("button", name="Entrer", exact=True).click()
    expect(phone.get_by_role("heading", name="Bonjour Léa")).to_be_visible()
    phone.get_by_role("link", name="Mon parcours").click()
    phone.get_by_role("link", name="Ma carte").click()
    expect(phone.get_by_text(re.compile("Fanny vous a donné un code le"))).to_be_visible()
