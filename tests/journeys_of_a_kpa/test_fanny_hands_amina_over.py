"""Fanny hands Amina's file to Karim; Amina reads who saw it, contests a note, and is answered; Charlie sees nothing."""

import re
from typing import Any

import pytest

from maille.journeys.models import Handover, Note, Reply
from tests.browser.conftest import sign_in
from tests.browser.world import World
from tests.journeys_of_a_kpa.test_odile_imports_a_register import look, named

pytestmark = pytest.mark.browser
LATE = "Arrivée après 9 h mardi. Elle dit que le bus de 8 h ne passe plus."
BETWEEN_US = "Elle m'a confié chercher un autre logement."
HER_SIDE = "J'avais prévenu par téléphone. Je voudrais que ce soit écrit."


def test_from_one_referent_to_the_next(page: Any, browser: Any, live_server: Any, world: World) -> None:
    file = f"{live_server.url}/parcours/{world.cast.amina_journey.pk}"
    sign_in(page, live_server, named(world, "Fanny (contributor)"))
    a_note_is_written(page, file, LATE, "La personne, l'équipe")
    a_note_is_written(page, file, BETWEEN_US, "L'auteur·rice et le ou la référent·e")
    a_note_with_a_number_warns(page, file)
    she_hands_over(page, file)

    phone = browser.new_context(viewport={"width": 320, "height": 640}, locale="fr-FR")
    hers = phone.new_page()
    karim = browser.new_context(locale="fr-FR").new_page()
    sign_in(karim, live_server, named(world, "Karim (host_referent)"))
    karim.goto(f"{file}/notes/")
    karim.get_by_text(BETWEEN_US).wait_for()
    look(karim, "karim-notes")

    sign_in(hers, live_server, named(world, "Amina (cooperant)"))
    she_reads_who_saw_it(hers, live_server)
    she_contests(hers, live_server)
    karim_answers(karim, live_server, file)
    hers.goto(f"{live_server.url}/mon-parcours/notes/")
    hers.get_by_text("Le coup de téléphone est noté.").first.wait_for()
    assert BETWEEN_US not in hers.content()

    sign_in(page, live_server, named(world, "Odile (coordinator)"))
    page.goto(f"{file}/notes/")
    page.get_by_text("Elle dit que le bus").first.wait_for()
    assert BETWEEN_US not in page.content()
    charlie_sees_nothing(browser, live_server, world, file)


def a_note_is_written(page: Any, file: str, text: str, readers: str) -> None:
    """Facts, a day, who may read."""
    page.goto(f"{file}/notes/ecrire/")
    page.get_by_label("La note").fill(text)
    page.get_by_label(re.compile(readers)).check()
    page.get_by_role("button", name="Enregistrer la note").click()
    page.get_by_text(text).first.wait_for()


def a_note_with_a_number_warns(page: Any, file: str) -> None:
    """Thirteen digits that look like a social security number are told beside the field, and nothing is lost."""
    typed = "Elle a retrouvé sa carte, 2 87 05 59 512 345 72, au local."
    page.goto(f"{file}/notes/ecrire/")
    page.get_by_label("La note").fill(typed)
    page.get_by_role("button", name="Enregistrer la note").click()
    page.get_by_text(re.compile("sécurité sociale")).first.wait_for()
    assert page.get_by_label("La note").input_value() == typed
    assert not Note.objects.filter(text__contains="59 512").exists()


def she_hands_over(page: Any, file: str) -> None:
    """What will be transmitted is listed before, each note between them ticked one by one."""
    page.goto(f"{file}/relais/")
    page.get_by_text("Ce qui sera transmis").wait_for()
    page.get_by_label(re.compile("Qui prend le relais")).select_option(label="Karim")
    page.get_by_label(re.compile("Un mot pour la suite")).fill("Elle préfère qu'on l'appelle le matin.")
    for box in page.get_by_role("checkbox").all():
        box.check()
    look(page, "fanny-relais")
    page.get_by_role("button", name="Passer le relais aujourd'hui").click()
    page.get_by_text("Karim").first.wait_for()
    page.wait_for_load_state()
    assert Handover.objects.latest("pk").to_user.name == "Karim"


def she_reads_who_saw_it(hers: Any, live_server: Any) -> None:
    """Her own page says who follows her now; the log says who read, and under which role."""
    hers.goto(f"{live_server.url}/mon-parcours/")
    hers.get_by_text(re.compile("Karim me suit")).first.wait_for()
    hers.goto(f"{live_server.url}/mon-parcours/lectures/")
    hers.get_by_text("Ce qui a été partagé").wait_for()
    hers.get_by_text(re.compile("Karim.*a lu les notes")).first.wait_for()
    hers.get_by_text(re.compile("Fanny")).first.wait_for()
    look(hers, "amina-lectures")


def she_contests(hers: Any, live_server: Any) -> None:
    """In her own words, beside the note."""
    hers.goto(f"{live_server.url}/mon-parcours/notes/")
    shown = hers.locator("section, article, li").filter(has_text="Elle dit que le bus").last
    shown.get_by_role("link", name=re.compile("Je conteste")).click()
    hers.get_by_label("Ce que vous voulez dire").fill(HER_SIDE)
    hers.get_by_role("button", name="Envoyer").click()
    hers.get_by_text(HER_SIDE).first.wait_for()
    look(hers, "amina-conteste")
    assert Reply.objects.get(text=HER_SIDE).kind == "contest"


def karim_answers(karim: Any, live_server: Any, file: str) -> None:
    """He finds it in his week, and says what he does about it."""
    karim.goto(f"{live_server.url}/semaine/")
    karim.get_by_role("heading", name=re.compile("Réponses à traiter")).wait_for()
    karim.goto(f"{live_server.url}/reponses/")
    karim.get_by_role("link", name="Amina Benali").first.click()
    look(karim, "karim-repond")
    karim.get_by_role("radio").first.check()
    karim.get_by_role("textbox").first.fill("Le coup de téléphone est noté.")
    karim.locator("main form button[type=submit], main form button").last.click()
    karim.wait_for_load_state()
    karim.goto(f"{file}/notes/")
    karim.get_by_text(HER_SIDE).first.wait_for()
    karim.get_by_text("Le coup de téléphone est noté.").first.wait_for()


def charlie_sees_nothing(browser: Any, live_server: Any, world: World, file: str) -> None:
    """Every page of Amina's file answers as if she did not exist."""
    charlie = browser.new_context().new_page()
    outsider = next(each for each in world.visitors if each.name.startswith("Fanny"))
    sign_in(charlie, live_server, type(outsider)("Charlie", world.cast.charlie, charlie_membership(world)))
    note = Note.objects.get(text__contains="Elle dit que le bus")
    for address in (
        *(f"{file}/{page}" for page in ("", "notes/", "relais/", "contrats/", "avant-de-travailler/", "competences/")),
        f"{live_server.url}/notes/{note.pk}/corriger/",
        f"{live_server.url}/reponses/{Reply.objects.latest('pk').pk}/",
        f"{live_server.url}/personnes/{world.cast.amina.pk}/carte/",
    ):
        assert charlie.goto(address).status == 404, address


def charlie_membership(world: World) -> int:
    """His place in the other KPA."""
    return int(world.cast.charlie.memberships.get().pk)
