"""Fanny's story: she welcomes somebody, notes a stage, the exit, then the follow-up three months later."""

import datetime
import re
from typing import Any

import pytest

from maille.journeys.models import Journey
from tests.browser.conftest import sign_in
from tests.browser.world import World

pytestmark = pytest.mark.browser


def test_from_welcome_to_follow_up(page: Any, live_server: Any, world: World) -> None:
    fanny = next(visitor for visitor in world.visitors if visitor.name == "Fanny (contributor)")
    sign_in(page, live_server, fanny)
    page.goto(f"{live_server.url}/personnes/")
    page.get_by_role("link", name="Accueillir une personne").click()
    page.get_by_label("Prénom").fill("Maëlys")
    page.get_by_label("Nom", exact=True).fill("Roux")
    page.get_by_label("Date de naissance").fill("2001-05-12")
    page.get_by_label("Date d'entrée").fill("2025-09-01")
    page.get_by_role("button", name="Ouvrir la fiche").click()
    page.get_by_text("Maëlys Roux est entré·e à La Cape").wait_for()

    page.get_by_role("link", name="Noter une étape", exact=True).click()
    page.get_by_label("Explorer").check()
    page.get_by_label("Depuis le").fill("2025-12-01")
    page.get_by_role("button", name="Noter l'étape").click()
    page.get_by_text("L'étape est notée.").wait_for()

    page.get_by_role("link", name="Noter la sortie").click()
    page.get_by_label("Date de sortie").fill("2026-02-01")
    page.get_by_label("Situation à la sortie").select_option(label="En formation")
    page.get_by_label("Précision").select_option(label="CDI")
    page.get_by_role("button", name="Enregistrer la sortie").click()
    page.get_by_text("« CDI » ne va pas avec « En formation »").first.wait_for()
    page.get_by_label("Précision").select_option(label="Formation qualifiante ou certifiante")
    page.get_by_role("button", name="Enregistrer la sortie").click()
    page.get_by_text("La sortie est notée.").wait_for()

    journey = Journey.objects.get(person__last_name="Roux")
    assert (journey.outcome, journey.detail, journey.ended_on) == ("training", "qualifying", datetime.date(2026, 2, 1))
    page.goto(f"{live_server.url}/semaine/?au=2026-05-04")
    page.get_by_role("link", name=re.compile("Noter le suivi de Maëlys Roux")).click()
    page.get_by_label("Échange du").fill("2026-05-04")
    page.get_by_label("Situation").select_option(label="En emploi")
    page.get_by_role("button", name="Enregistrer le suivi").click()
    page.get_by_text("Le suivi est noté.").wait_for()
    assert journey.follow_ups.get().outcome == "employment"
