"""The one crawler: each page once at the desk in light and once on a small phone in the dark, by one who may see it."""

from typing import Any

import pytest

from tests.browser.checks import problems_of
from tests.browser.conftest import sign_in
from tests.browser.discovery import discover
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.long]

DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark", "has_touch": True}

ELSEWHERE = {
    "": "sends each role to its first page",
    "reseau/communes/": "a piece of page for htmx: tests/network",
    "structures/<int:organisation_id>/competences/<int:skill_id>/<slug:verb>/": "only buttons: tests/journeys",
    "compte/connexion/code/": "needs a code under way: tests/identity",
    "compte/connexion/cle/": "speaks with a passkey: tests/identity",
    "compte/confirmation/cle/": "speaks with a passkey: tests/identity",
    "compte/cles/ajouter/": "needs a fresh proof: tests/identity",
    "compte/cles/<int:pk>/renommer/": "needs a passkey: tests/identity",
    "compte/connexion/preuve/": "needs a sign-in under way: tests/identity",
    "compte/application/retirer/": "needs an application: tests/identity",
    "compte/codes-de-secours/": "needs a key or an application: tests/identity",
    "compte/cles/<int:pk>/retirer/": "needs a passkey: tests/identity",
    "mon-argent/paie/attestation/<int:kpa_id>/<str:month>/": "a PDF of a month: tests/sharing/pay",
    "paie/parcours/<int:journey_id>/attestation/<str:month>/": "a PDF of a month: tests/sharing/pay",
    "paie/tout/<str:verb>/": "shown by a form: tests/sharing/pay",
}
"""Addresses the crawl cannot open by a link alone, each with the reason."""


@pytest.mark.parametrize("face", [DESK, PHONE], ids=["desk-light", "phone-dark"])
def test_every_page_is_usable_by_everybody(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any, world: World, face: dict[str, Any]
) -> None:
    found = discover(world)
    pages, told = found.pages, list(found.broken)
    assert set(found.unmet()) <= set(ELSEWHERE), "the world of tests/browser lacks what these pages show"
    page = browser.new_context(**{**browser_context_args, **face}).new_page()
    visitor: object = object()
    for place in sorted(pages.values(), key=lambda place: (place.visitor.name if place.visitor else "", place.url)):
        if place.visitor is not visitor:
            visitor = place.visitor
            sign_in(page, live_server, place.visitor)
        who = place.visitor.name if place.visitor else "personne"
        told += [f"{place.url} ({who}) {problem}" for problem in problems_of(page, live_server.url + place.url)]
    page.context.close()
    assert not told, "\n" + "\n".join(told)
