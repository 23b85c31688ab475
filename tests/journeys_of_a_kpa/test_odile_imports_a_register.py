"""Odile puts a register in as a KPA keeps it, reads what is wrong with it, and takes it back."""

import csv
import os
import pathlib
from typing import Any

import pytest

from maille.journeys.files import progress
from maille.journeys.models import ImportBatch, Person
from tests.browser.conftest import sign_in
from tests.browser.world import Visitor, World
from tests.journeys.register_help import MESSY

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MAILLE_PICTURES")
"""A folder: each screen is shot there, at 320 and 1280 px, light and dark."""


def named(world: World, name: str) -> Visitor:
    """This member of the cast, under that role."""
    return next(visitor for visitor in world.visitors if visitor.name == name)


def look(page: Any, name: str) -> None:
    """Shoot the screen in its four faces, when somebody wants to look."""
    if not PICTURES:
        return
    for width in (320, 1280):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(400)  # colours take a moment to change
            page.screenshot(path=f"{PICTURES}/{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")


def test_a_messy_register_goes_in_and_out(page: Any, live_server: Any, world: World, tmp_path: pathlib.Path) -> None:
    register = tmp_path / "registre de Moulins.csv"
    register.write_text(MESSY.read_text(encoding="utf-8-sig").replace(";Entrée;", ";Arrivée au KPA;"), encoding="utf-8")
    people = Person.objects.count()
    sign_in(page, live_server, named(world, "Odile (coordinator)"))
    page.goto(f"{live_server.url}/personnes/")
    look(page, "0-personnes")
    page.get_by_role("link", name="Importer un registre").first.click()
    look(page, "1-depot")
    page.get_by_label("Le fichier du registre").set_input_files(register)
    page.get_by_role("button", name="Déposer et continuer").click()

    page.get_by_role("heading", name="Que contient chaque colonne ?").wait_for()
    page.get_by_text("Il reste à dire quelle colonne contient « Entrée ».").wait_for()
    look(page, "2-colonnes")
    page.get_by_role("button", name="Vérifier le fichier").click()
    page.get_by_text("Dites quelle colonne contient « Entrée »").first.wait_for()
    look(page, "3-colonne-manquante")
    page.get_by_label("Arrivée au KPA").select_option(label="Entrée (obligatoire)")
    page.get_by_role("button", name="Vérifier le fichier").click()

    page.get_by_role("heading", name="Voici ce que l'import va faire").wait_for()
    for sentence in (
        "Le 31/02/1990 n'existe pas dans le calendrier",
        "13 ans à l'entrée",
        "Ressemble à",
        "« KPA inconnu » n'est pas un KPA où vous pouvez importer",
    ):
        assert page.get_by_text(sentence).first.is_visible(), sentence
    look(page, "4-verification")
    page.get_by_role("link", name="À vérifier").click()
    assert not page.get_by_text("31/02/1990").count()
    assert Person.objects.count() == people
    it_tells_how_far_it_has_come(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger les lignes à corriger").click()
    rows = list(csv.DictReader(download.value.path().open(encoding="utf-8-sig", newline=""), delimiter=";"))
    batch = ImportBatch.objects.order_by("-pk")[0]
    assert (len(rows), "Arrivée au KPA" in rows[0]) == (batch.refused, True)
    page.get_by_role("button", name="Importer").click()
    page.get_by_role("heading", name="L'import est fait").wait_for()
    look(page, "6-fait")
    assert page.get_by_role("link", name="Télécharger les lignes à corriger").is_visible()

    fanny, result = named(world, "Fanny (contributor)"), page.url
    sign_in(page, live_server, fanny)
    page.goto(f"{live_server.url}/personnes/?q=benaly")
    page.get_by_role("link", name="Amina Benaly").wait_for()
    a_stranger_sees_none_of_it(page, live_server, world, result)

    sign_in(page, live_server, named(world, "Odile (coordinator)"))
    page.goto(result)
    page.get_by_role("button", name="Annuler tout l'import").click()
    page.get_by_role("heading", name="L'import est annulé").wait_for()
    look(page, "7-annule")
    assert Person.objects.count() == people
    sign_in(page, live_server, fanny)
    page.goto(f"{live_server.url}/personnes/?q=benaly")
    page.get_by_text("Personne ne répond à cette recherche.").wait_for()


def it_tells_how_far_it_has_come(page: Any) -> None:
    """As long as an import works, its page follows by itself, and shows the outcome when it is over."""
    batch = ImportBatch.objects.order_by("-pk")[0]
    upload = pathlib.Path(batch.stored.path)
    progress.tell(upload, "Enregistrement", 3, 10)
    ImportBatch.objects.filter(pk=batch.pk).update(state="running")
    page.reload()
    page.get_by_text("3 sur 10").wait_for()
    look(page, "5-avancement")
    progress.tell(upload, "Enregistrement", 7, 10)
    page.get_by_text("7 sur 10").wait_for()
    ImportBatch.objects.filter(pk=batch.pk).update(state="checked")
    page.get_by_role("heading", name="Voici ce que l'import va faire").wait_for()
    progress.forget(upload)


def a_stranger_sees_none_of_it(page: Any, live_server: Any, world: World, result: str) -> None:
    """Charlie, of another KPA, neither finds the people of La Cape nor the import."""
    charlie = world.cast.charlie
    sign_in(page, live_server, Visitor("Charlie", charlie, charlie.memberships.get().pk))
    page.goto(f"{live_server.url}/personnes/?q=benaly")
    page.get_by_text("Personne ne répond à cette recherche.").wait_for()
    response = page.goto(result)
    assert response.status == 404
    page.goto(f"{live_server.url}/registre/import/")
    assert not page.get_by_text("registre de Moulins").count()
