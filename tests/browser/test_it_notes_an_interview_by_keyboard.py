"""An interview with its note, a goal and its first step: by keyboard alone, nothing lost on the way."""

from typing import Any

import pytest

from maille.journeys.models import Interview, NextStep, Note
from tests.browser.conftest import sign_in
from tests.browser.world import World

pytestmark = pytest.mark.browser


def tab_to(page: Any, name: str) -> None:
    """Walk with the Tab key until the field of that name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()") == name:
            return
    pytest.fail(f"pas atteint au clavier : {name}")


def test_a_minute_without_a_mouse(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any, world: World
) -> None:
    page = browser.new_context(**browser_context_args).new_page()
    sign_in(page, live_server, next(each for each in world.visitors if each.name == "Fanny (contributor)"))
    before = Interview.objects.count()
    page.goto(f"{live_server.url}/parcours/{world.cast.yanis_journey.pk}/")
    tab_to(page, "Noter un entretien")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entretiens/nouveau/")
    tab_to(page, "note")
    page.keyboard.type("Yanis veut réparer des vélos.")
    page.reload()
    assert page.locator("[name=note]").input_value() == "Yanis veut réparer des vélos."
    tab_to(page, "goal")
    page.keyboard.type("Réparer des vélos")
    tab_to(page, "step")
    page.keyboard.type("Passer à l'atelier")
    tab_to(page, "Enregistrer l'entretien")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#rencontres")
    assert page.get_by_text("L'entretien est noté.").is_visible()
    assert page.get_by_text("Passer à l'atelier").first.is_visible()
    assert Interview.objects.count() == before + 1
    assert Note.objects.filter(text="Yanis veut réparer des vélos.", visibility="shared").exists()
    assert NextStep.objects.get(text="Passer à l'atelier").on_behalf
    page.context.close()
