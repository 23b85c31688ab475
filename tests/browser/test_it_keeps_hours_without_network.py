"""Hours noted where there is no network: they wait in the phone, leave later, and are written once."""

from typing import Any

import pytest

from maille.activities.actions.participants import participant_for
from maille.activities.models import Contribution
from tests.activities.hours.help import given
from tests.browser.conftest import sign_in
from tests.browser.world import World
from tests.conftest import TODAY

pytestmark = pytest.mark.browser


def noted() -> int:
    """How many lines of three hours and a quarter are written."""
    return Contribution.objects.filter(minutes=195).count()


def test_it_waits_then_leaves_once(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any, world: World
) -> None:
    page = browser.new_context(**browser_context_args).new_page()
    sign_in(page, live_server, next(each for each in world.visitors if each.user == world.cast.amina.user))
    page.goto(f"{live_server.url}/mes-heures/")
    page.context.set_offline(True)
    page.locator("[name=duration]").fill("3 h 15")
    page.locator("[name=role]").select_option(label="réunion")
    key = page.locator("[name=key]").input_value()
    button = page.get_by_role("button", name="Noter", exact=True)
    button.click()
    page.get_by_text("Pas de réseau. C'est gardé dans ce téléphone.").wait_for()
    assert page.get_by_text("2026-06-15 : 3 h 15, réunion.").is_visible()
    assert page.locator("[name=key]").input_value() != key, "the next line is another one"
    assert noted() == 0
    page.context.set_offline(False)
    page.get_by_text("C'est noté : 3\u00a0h\u00a015 de réunion, le 15/06/2026.").wait_for()
    assert noted() == 1
    page.reload()
    assert page.locator("[data-later-box]").is_hidden(), "nothing waits"
    assert noted() == 1
    page.locator("[name=duration]").fill("3 h 15")
    page.locator("[name=role]").select_option(label="réunion")
    button.click()
    page.get_by_text("C'est noté : 3\u00a0h\u00a015 de réunion").wait_for()
    assert noted() == 2
    page.locator("[name=duration]").fill("3 h 99")
    page.locator("[name=role]").select_option(label="réunion")
    button.click()
    page.get_by_text("Une heure a 60 minutes.").first.wait_for()
    assert page.locator("[name=duration]").input_value() == "3 h 99", "refused in words, nothing lost"
    page.context.close()


def test_what_deserves_a_look_is_asked_then_written(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any, world: World
) -> None:
    """With the script too: the first send asks, the second writes; without network it waits and is written, told."""
    given(participant_for(world.cast.kpa, person=world.cast.amina), day=TODAY, minutes=1_400)
    page = browser.new_context(**browser_context_args).new_page()
    sign_in(page, live_server, next(each for each in world.visitors if each.user == world.cast.amina.user))
    page.goto(f"{live_server.url}/mes-heures/")

    def fill(duration: str) -> None:
        page.locator("[name=duration]").fill(duration)
        page.locator("[name=role]").select_option(label="réunion")
        page.get_by_role("button", name="Noter", exact=True).click()

    fill("3 h 15")
    page.get_by_text("Rien n'est encore enregistré.").wait_for()
    assert page.get_by_text("Une journée a 24 heures").is_visible()
    assert page.locator("[name=duration]").input_value() == "3 h 15"
    assert noted() == 0
    page.get_by_role("button", name="C'est bien ça, enregistrer").click()
    page.get_by_text("C'est noté : 3\u00a0h\u00a015 de réunion").wait_for()
    assert noted() == 1
    page.context.set_offline(True)
    fill("3 h 15")
    page.get_by_text("Pas de réseau. C'est gardé dans ce téléphone.").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Une journée a 24 heures").wait_for()
    assert noted() == 2, "never lost"
    page.context.close()
