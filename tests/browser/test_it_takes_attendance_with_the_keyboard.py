"""Fanny notes who came with the keyboard alone: one press per person, the focus stays where she was."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from maille.journeys.models import WorkshopPlace
from tests.browser.conftest import sign_in
from tests.browser.world import World
from tests.conftest import TODAY
from tests.worlds.workshops import workshop

pytestmark = pytest.mark.browser


def test_one_press_per_person_and_undo(
    browser: Any,
    browser_context_args: dict[str, Any],
    live_server: Any,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = timezone.make_aware(datetime.datetime.combine(TODAY, datetime.time(8)))
    monkeypatch.setattr("django.utils.timezone.now", lambda: start + datetime.timedelta(hours=1))
    held = workshop(world.cast.kpa, start, "Potager")
    places = [
        WorkshopPlace.objects.create(workshop=held, journey=journey, entered_at=start)
        for journey in (world.cast.amina_journey, world.cast.yanis_journey)
    ]
    page = browser.new_context(**browser_context_args).new_page()
    fanny = next(visitor for visitor in world.visitors if visitor.user == world.cast.fanny)
    sign_in(page, live_server, fanny)
    page.goto(f"{live_server.url}/ateliers/{held.pk}/")
    page.focus(f"#oui-{places[0].pk}")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#oui-{places[0].pk}[aria-pressed=true]")
    assert page.evaluate("document.activeElement.id") == f"oui-{places[0].pk}"
    assert page.inner_text("#compte").startswith("1 présent")
    for _ in range(4):  # absent, effacer, then the next person's name and button
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == f"oui-{places[1].pk}"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_selector(f"#non-{places[1].pk}[aria-pressed=true]")
    assert "1 absent" in page.inner_text("#compte")
    page.focus(f"#rien-{places[0].pk}")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#oui-{places[0].pk}[aria-pressed=false]")
    assert page.url.endswith(f"/ateliers/{held.pk}/"), "the page was never left"
    page.context.close()
    assert [place.came for place in WorkshopPlace.objects.filter(workshop=held).order_by("pk")] == [None, False]
