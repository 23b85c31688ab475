""" "Mon parcours" is one side of A4 in a browser, for the fullest journey there can be; each block can be heard."""

import io
from typing import Any

import pikepdf
import pytest

from maille.journeys.models import Barrier, Goal, NextStep, Procedure, Skill, Workshop
from tests.browser.conftest import sign_in
from tests.browser.world import World
from tests.journeys.support.lives import NOW, eventful

pytestmark = pytest.mark.browser

A4 = (595, 842)
LONG = ("Vendre mes plats au marché du quartier, chaque mois, avec le groupe. " * 5)[:300]


@pytest.fixture
def full(world: World) -> World:
    """Amina's journey with everything the page shows, in long words."""
    journey, who = world.cast.amina_journey, {"entered_by": world.cast.fanny, "entered_at": NOW}
    eventful(journey, world.cast.fanny)
    Goal.objects.filter(journey=journey, reached_on__isnull=True).delete()
    Goal.objects.filter(journey=journey).update(text=LONG)
    Barrier.objects.filter(journey=journey).update(lifted_how=LONG)
    Procedure.objects.filter(journey=journey).update(title=LONG[:150])
    for skill in Skill.objects.filter(recognitions__journey=journey):
        Skill.objects.filter(pk=skill.pk).update(name=f"{skill.pk} {LONG}"[:120])
    Workshop.objects.filter(taken__journey=journey).update(title=LONG[:120])
    for n in range(6):
        goal = Goal.objects.create(
            journey=journey, text=f"{n}. {LONG}"[:300],
            set_on=journey.entered_on, wanted_on=journey.entered_on, **who,
        )  # fmt: skip
        for m in range(3):
            NextStep.objects.create(goal=goal, text=f"{m}. {LONG}"[:300], due_on=journey.entered_on, **who)
    return world


@pytest.mark.parametrize("who", ["Amina (cooperant)", "Fanny (contributor)"])
def test_the_fullest_journey_prints_on_one_page(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any, full: World, who: str
) -> None:
    page = browser.new_context(**browser_context_args).new_page()
    sign_in(page, live_server, next(each for each in full.visitors if each.name == who))
    mine = who.startswith("Amina")
    page.goto(f"{live_server.url}{'/mon-parcours/' if mine else f'/parcours/{full.cast.amina_journey.pk}/a-montrer/'}")
    assert page.get_by_role("heading", name="Mes objectifs").is_visible()
    blob = page.pdf(prefer_css_page_size=True)
    printed = pikepdf.open(io.BytesIO(blob))
    assert len(printed.pages) == 1
    width, height = (float(side) for side in list(printed.pages[0].MediaBox)[2:])  # type: ignore[call-overload]
    assert (round(width), round(height)) == A4
    page.context.close()


def test_each_block_can_be_heard_where_the_browser_speaks(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any, full: World
) -> None:
    page = browser.new_context(**browser_context_args).new_page()
    page.add_init_script(
        "window.said = [];"
        "const voice = {speak: (words) => said.push(words.text), cancel: () => {}};"
        "Object.defineProperty(window, 'speechSynthesis', {value: voice});"
        "window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } addEventListener() {} };"
    )
    sign_in(page, live_server, next(each for each in full.visitors if each.name == "Amina (cooperant)"))
    page.goto(f"{live_server.url}/mon-parcours/")
    blocks = page.locator("[data-speak]")
    listen = page.get_by_role("button", name="Écouter")
    assert listen.count() == blocks.count() >= 4
    listen.nth(1).press("Enter")
    assert page.get_by_role("button", name="Arrêter").count() == 1
    said = page.evaluate("said.at(-1)")
    assert said.startswith("Mes objectifs. ")
    assert "Vendre mes plats" in said
    assert "Ajouter un pas" not in said
    page.get_by_role("button", name="Arrêter").press("Enter")
    assert page.get_by_role("button", name="Arrêter").count() == 0
    silent = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    sign_in(silent, live_server, next(each for each in full.visitors if each.name == "Amina (cooperant)"))
    silent.goto(f"{live_server.url}/mon-parcours/")
    assert silent.get_by_role("button", name="Écouter").count() == 0
    assert silent.get_by_role("button", name="Imprimer").count() == 0
