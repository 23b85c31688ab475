"""A share on paper: one side of A4 for a usual group, every « pourquoi ? » readable though closed, no navigation."""

import io
from typing import Any

import pikepdf
import pytest

from maille.identity.models import User
from maille.network.models import Membership
from maille.sharing.models import Distribution
from tests.browser.conftest import sign_in
from tests.browser.world import Visitor
from tests.cast import Cast
from tests.conftest import TODAY
from tests.journeys.workshops.help import account
from tests.sharing.shares.help import elsewhere, shared, the_buffet

pytestmark = pytest.mark.browser

A4 = (595, 842)


@pytest.fixture
def share(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Distribution:
    """The Saturday buffet, approved."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: TODAY)
    buffet = the_buffet(cast, TODAY)
    elsewhere(buffet)
    return shared(buffet)


def visitor(user: User) -> Visitor:
    """Somebody of the cast, at their place."""
    return Visitor(user.name, user, Membership.objects.get(user=user).pk)


@pytest.mark.parametrize("path", ["/repartitions/", "/mon-argent/repartitions/"])
def test_it_prints_whole_on_one_page(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any, cast: Cast, share: Distribution, path: str
) -> None:
    page = browser.new_context(**browser_context_args).new_page()
    sign_in(
        page, live_server, visitor(cast.fanny if path == "/repartitions/" else account(cast.amina, cast.amina_journey))
    )
    page.goto(f"{live_server.url}{path}{share.pk}/")
    reason = page.get_by_text("7,5 h sur 17,75 h en tout").first
    assert not reason.is_visible(), "closed on the screen"
    assert page.get_by_role("button", name="Imprimer").is_visible()
    page.emulate_media(media="print")
    assert reason.is_visible(), "and read on paper"
    folded = page.locator(".on-paper details.why:not(.no-print *)")
    assert folded.count() >= 6
    assert all(folded.nth(rank).locator("> div").is_visible() for rank in range(folded.count()))
    assert not page.locator("nav:visible, .button:visible, form:visible, summary:visible").count()
    page.emulate_media(media="null")
    assert not reason.is_visible(), "closed again"
    printed = pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    width, height = (float(side) for side in list(printed.pages[0].MediaBox)[2:])  # type: ignore[call-overload]  # pikepdf
    assert (round(width), round(height)) == A4
    page.context.close()
