"""Fanny gives Maëlys access to her journey; Maëlys opens the link on her own phone, and sees her journey alone."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail

from tests.browser.conftest import sign_in
from tests.browser.world import World
from tests.cast import cooperant

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}


def test_from_her_file_to_her_phone(page: Any, browser: Any, live_server: Any, world: World) -> None:
    maelys = cooperant("Maëlys", "Roux", datetime.date(2001, 5, 12), world.cast.kpa, datetime.date(2025, 9, 1)).person
    fanny = next(visitor for visitor in world.visitors if visitor.name == "Fanny (contributor)")
    sign_in(page, live_server, fanny)
    page.goto(f"{live_server.url}/personnes/{maelys.pk}/")
    page.get_by_role("link", name="Donner un accès à cette personne").click()
    page.get_by_text("Elle ne voit la fiche de personne d'autre.").wait_for()
    page.get_by_label("Son adresse e-mail").fill("maelys@exemple")
    page.get_by_role("button", name="Envoyer l'invitation").click()
    page.get_by_text("Cette adresse n'est pas complète.").first.wait_for()
    assert page.get_by_label("Son adresse e-mail").input_value() == "maelys@exemple"
    page.get_by_label("Son adresse e-mail").fill("maelys@exemple.fr")
    page.get_by_role("button", name="Envoyer l'invitation").click()
    page.get_by_text("Invitation envoyée à maelys@exemple.fr").wait_for()

    sent = mail.outbox[-1]
    assert sent.to == ["maelys@exemple.fr"]
    found = re.search(r"/invitations/\S+", str(sent.body))
    assert found, sent.body
    phone = browser.new_context(locale="fr-FR", **PHONE)
    hers = phone.new_page()
    hers.goto(live_server.url + found[0])
    hers.get_by_role("button", name="Accepter l'invitation").click()
    hers.get_by_role("heading", name="Bonjour Maëlys").wait_for()
    assert hers.url.endswith("/aujourdhui/")
    hers.get_by_role("link", name="Mon parcours").click()
    hers.get_by_text("Bonjour Maëlys.").wait_for()
    assert hers.get_by_text("La Cape").first.is_visible()
    for address in ("/personnes/", f"/personnes/{maelys.pk}/", f"/personnes/{world.cast.amina.pk}/", "/bilan/"):
        assert hers.goto(live_server.url + address).status == 404, address

    page.reload()
    page.get_by_text("Maëlys lit son propre parcours depuis le").wait_for()
    page.get_by_role("link", name="Gérer cet accès").click()
    page.get_by_role("button", name="Retirer l'accès").click()
    page.get_by_text("L'accès de Maëlys Roux est retiré.").wait_for()
    hers.goto(f"{live_server.url}/mon-parcours/")
    hers.get_by_text("Votre accès à votre parcours a été retiré").wait_for()
    phone.close()
