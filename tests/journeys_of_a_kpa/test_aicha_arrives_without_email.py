"""Aïcha arrives without e-mail: she signs on paper, waits for the insurer, may work, and enters with her card."""

import re
from typing import Any

import pytest

from maille.journeys.models import Journey, Signature
from tests.browser.conftest import sign_in
from tests.browser.world import World
from tests.journeys.documents.help import complete_host
from tests.journeys_of_a_kpa.test_odile_imports_a_register import look, named

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark", "locale": "fr-FR"}
SECRET = "7392"


def test_from_the_door_to_her_first_job(page: Any, browser: Any, live_server: Any, world: World) -> None:
    complete_host(world.cast.host)
    sign_in(page, live_server, named(world, "Fanny (contributor)"))
    journey = she_is_welcomed(page, live_server)
    checklist = f"{live_server.url}/parcours/{journey.pk}/avant-de-travailler/"
    page.goto(checklist)
    page.get_by_role("heading", name=re.compile("Aïcha ne peut pas encore travailler")).wait_for()

    her_contract_is_prepared(page, live_server, journey)
    it_is_signed_on_paper(page, "La personne (Aïcha Diallo)", "Aïcha Diallo")
    page.goto(checklist)
    page.get_by_text("Un contrat est prêt, il manque une signature").wait_for()
    page.get_by_role("link", name=re.compile("Voir les contrats")).click()
    page.get_by_role("link", name="Ouvrir le document à signer").click()
    it_is_signed_on_paper(page, "La structure de portage", "Karim")

    page.goto(checklist)
    nobody_needs_a_permit(page)
    the_insurer_is_asked(page)
    page.get_by_role(
        "heading", name="Aïcha ne peut pas encore travailler : il manque la réponse de l'assureur"
    ).wait_for()
    look(page, "aicha-attend")
    page.goto(f"{live_server.url}/personnes/?q=diallo")
    page.get_by_text("Ne peut pas encore travailler").first.wait_for()

    page.goto(checklist)
    the_insurer_says_yes(page)
    page.get_by_role("heading", name=re.compile("Aïcha peut travailler")).wait_for()
    look(page, "aicha-peut-travailler")
    assert Signature.objects.filter(document__person=journey.person, means="paper", on_behalf=True).count() >= 1

    code = she_gets_a_card(page, live_server, journey)
    she_enters_with_it(browser, live_server, journey, code)


def she_is_welcomed(page: Any, live_server: Any) -> Journey:
    """Fanny opens her file; there is no e-mail to write."""
    page.goto(f"{live_server.url}/personnes/nouvelle/")
    page.get_by_label("Prénom").fill("Aïcha")
    page.get_by_label("Nom", exact=True).fill("Diallo")
    page.get_by_label("Date de naissance").fill("1990-03-14")
    page.get_by_label("KPA").select_option(label="La Cape")
    page.get_by_label("Date d'entrée").fill("2026-06-15")
    page.get_by_role("button", name="Ouvrir la fiche").click()
    page.get_by_role("heading", name="Aïcha Diallo").wait_for()
    return Journey.objects.select_related("person").get(person__first_name="Aïcha")


def her_contract_is_prepared(page: Any, live_server: Any, journey: Journey) -> None:
    """A CAPE of six months, and the document made once."""
    page.goto(f"{live_server.url}/parcours/{journey.pk}/contrats/nouveau/cape/")
    page.get_by_label("Commence le").fill("2026-06-15")
    page.get_by_label("Se termine le").fill("2026-12-14")
    page.get_by_label("Non", exact=True).check()
    page.get_by_label("Programme").fill("Cuisiner et livrer des repas avec le groupe.")
    page.get_by_label("Moyens mis à disposition").fill("La cuisine du local")
    page.get_by_label("Montant de ces moyens").fill("1 200,50")
    page.get_by_label("Plafond des engagements").fill("500")
    page.get_by_label("Contribution de la structure").fill("10,5")
    page.get_by_role("button", name="Enregistrer le projet").click()
    page.get_by_role("link", name="Faire le document à signer").click()
    page.get_by_text("1 200,50").first.wait_for()
    page.get_by_role("button", name="Faire le document").click()
    page.get_by_role("link", name="Télécharger le PDF").wait_for()


def it_is_signed_on_paper(page: Any, party: str, name: str) -> None:
    """The signed paper comes back; Fanny writes down who signed and when."""
    page.get_by_role("link", name="J'ai le document signé").click()
    page.get_by_label(re.compile(re.escape(party))).check()
    page.get_by_label("Nom écrit sur le papier").fill(name)
    page.get_by_label("Date écrite sur le papier").fill("2026-06-15")
    page.get_by_role("button", name="Noter la signature").click()
    page.get_by_role("link", name="Télécharger le PDF").wait_for()


def nobody_needs_a_permit(page: Any) -> None:
    """Asked once; only the answer is kept."""
    page.get_by_role("link", name=re.compile("Poser la question")).click()
    page.get_by_label("Non, aucun document n'est nécessaire").check()
    page.get_by_role("button", name="Enregistrer la réponse").click()


def the_insurer_is_asked(page: Any) -> None:
    """The shuttle sheet is gone."""
    page.get_by_role("link", name=re.compile("Noter une demande envoyée")).click()
    page.get_by_label("Envoyée le").fill("2026-06-15")
    page.get_by_role("button", name="Noter l'envoi").click()


def the_insurer_says_yes(page: Any) -> None:
    """And Fanny writes it down."""
    page.get_by_role("link", name=re.compile("Noter la réponse")).click()
    page.get_by_label("Validée").check()
    page.get_by_label("Reçue le").fill("2026-06-15")
    page.get_by_role("button", name="Noter la réponse").click()


def she_gets_a_card(page: Any, live_server: Any, journey: Journey) -> str:
    """She types her secret herself on Fanny's screen; the code shows once, to be printed."""
    page.goto(f"{live_server.url}/personnes/{journey.person_id}/carte/")
    page.get_by_label("Elle le choisit maintenant").check()
    page.get_by_label("Code secret", exact=True).fill("1234")
    page.get_by_label("Le même code, encore une fois").fill("1234")
    page.get_by_role("button", name="Faire la carte").click()
    page.locator(".errors, [role=alert]").first.wait_for()
    page.get_by_label("Elle le choisit maintenant").check()
    page.get_by_label("Code secret", exact=True).fill(SECRET)
    page.get_by_label("Le même code, encore une fois").fill(SECRET)
    page.get_by_role("button", name="Faire la carte").click()
    code: str = page.locator(".paper-code").inner_text()
    look(page, "aicha-carte")
    return code


def she_enters_with_it(browser: Any, live_server: Any, journey: Journey, code: str) -> None:
    """On her phone: a wrong secret is told kindly, the right one opens her own journey and nobody else's."""
    phone = browser.new_context(**PHONE)
    hers = phone.new_page()
    hers.goto(f"{live_server.url}/carte/")
    hers.get_by_label("Le code de ma carte").fill(code.lower().replace("-", " "))
    hers.get_by_label("Mon code secret").fill("0001")
    hers.get_by_role("button", name="Entrer").click()
    hers.locator(".errors, [role=alert]").first.wait_for()
    hers.get_by_label("Le code de ma carte").fill(code)
    hers.get_by_label("Mon code secret").fill(SECRET)
    hers.get_by_role("button", name="Entrer").click()
    hers.get_by_role("heading", name="Bonjour Aïcha").wait_for()
    hers.get_by_role("link", name="Mon parcours").click()
    hers.get_by_text("Bonjour Aïcha.").wait_for()
    hers.get_by_text("Vous pouvez travailler").first.wait_for()
    look(hers, "aicha-son-telephone")
    hers.goto(f"{live_server.url}/mon-parcours/saisi-pour-moi/")
    hers.get_by_text("Saisi par Fanny pour vous").first.wait_for()
    other = f"/parcours/{journey.pk}/contrats/"
    for address in ("/personnes/", f"/personnes/{journey.person_id}/", other, "/bilan/"):
        assert hers.goto(live_server.url + address).status == 404, address
    phone.close()
