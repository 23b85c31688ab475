"""Attendance on screen: one tap per person; a tap by htmx leaves the page as a full reload would show it."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maille.identity.models import Access
from maille.journeys.actions import places
from maille.journeys.models import Workshop, WorkshopPlace
from tests.cast import Cast
from tests.journeys.help import TODAY, D, acting
from tests.journeys.workshops.help import AFTER, BEFORE, at, crowd, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Fanny at her desk, on the day of the workshop, after it started."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTER)
    client.force_login(cast.fanny, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def signed_up(cast: Cast) -> tuple[Workshop, WorkshopPlace]:
    workshop = planned(cast)
    place = places.sign_up(acting(cast.fanny), workshop.pk, cast.amina.pk, BEFORE)
    places.sign_up(acting(cast.fanny), workshop.pk, cast.lea.pk, BEFORE)
    places.sign_up(acting(cast.fanny), workshop.pk, cast.yanis.pk, BEFORE)
    return workshop, place


def element(html: str, tag: str, ident: str) -> str:
    """One element without children of its own kind, as written."""
    found = re.search(rf'<{tag} id="{ident}".*?</{tag}>', html, re.S)
    assert found, ident
    return found[0]


def bare(html: str) -> str:
    """Without what changes at each rendering: the forgery token, and htmx's own mark."""
    html = re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[^"]+"', "", html)
    return re.sub(r"\s+", " ", html.replace(' hx-swap-oob="true"', "")).strip()


@pytest.mark.parametrize("tap", ["oui", "non", ""])
def test_a_tap_by_htmx_equals_a_full_reload(desk: Client, cast: Cast, tap: str) -> None:
    workshop, place = signed_up(cast)
    places.mark(acting(cast.fanny), place.pk, tap != "oui", AFTER)
    page = f"/ateliers/{workshop.pk}/"
    before = desk.get(page).content.decode()
    answer = desk.post(f"/ateliers/places/{place.pk}/presence/", {"present": tap}, headers={"HX-Request": "true"})
    fragment = answer.content.decode()
    swapped = before
    for tag, ident in (("li", f"place-{place.pk}"), ("p", "compte")):
        swapped = swapped.replace(element(before, tag, ident), element(fragment, tag, ident))
    assert bare(swapped) == bare(desk.get(page).content.decode())
    assert bare(swapped) != bare(before)


def test_the_same_button_works_without_javascript(desk: Client, cast: Cast) -> None:
    workshop, place = signed_up(cast)
    answer = desk.post(f"/ateliers/places/{place.pk}/presence/", {"present": "oui"})
    assert answer["Location"] == f"/ateliers/{workshop.pk}/#place-{place.pk}"
    place.refresh_from_db()
    assert (place.came, place.marked_by, place.marked_at) == (True, cast.fanny, AFTER)
    desk.post(f"/ateliers/places/{place.pk}/presence/", {"present": ""})
    place.refresh_from_db()
    assert (place.came, place.marked_by, place.marked_at) == (None, None, None), "undone, no trace left"


def test_what_touches_other_rows_shows_the_whole_page_again(desk: Client, cast: Cast) -> None:
    workshop, place = signed_up(cast)
    waiting = workshop.taken.get(waiting=True)
    full = desk.post(f"/ateliers/places/{waiting.pk}/presence/", {"present": "oui"}, headers={"HX-Request": "true"})
    assert full.headers["HX-Refresh"] == "true"
    assert "2 places sont prises" in desk.get(f"/ateliers/{workshop.pk}/").content.decode()
    places.mark(acting(cast.fanny), place.pk, False, AFTER)
    desk.post(f"/ateliers/places/{waiting.pk}/presence/", {"present": "oui"}, headers={"HX-Request": "true"})
    assert desk.get(f"/ateliers/{workshop.pk}/").context["counted"].came == 1


def test_somebody_who_just_came_is_added_in_one_tap(desk: Client, cast: Cast) -> None:
    workshop = planned(cast)
    page = desk.get(f"/ateliers/{workshop.pk}/").content.decode()
    assert "Est venu·e sans s'inscrire" in page
    desk.post(f"/ateliers/{workshop.pk}/inscrire/{cast.lea_journey.pk}/")
    place = workshop.taken.get()
    assert (place.came, place.on_behalf) == (True, False)


def test_attendance_opens_on_the_day(cast: Cast) -> None:
    workshop = planned(cast, starts_at=at(14, day=D(2026, 6, 16)))
    place = places.sign_up(acting(cast.fanny), workshop.pk, cast.amina.pk, BEFORE)
    with pytest.raises(ValidationError, match="notez les présences ce jour-là"):
        places.mark(acting(cast.fanny), place.pk, True, BEFORE)


def test_the_page_tells_another_day_as_it_was_known(desk: Client, cast: Cast) -> None:
    workshop = planned(cast)
    monday = at(9, day=D(2026, 6, 8))
    early = places.sign_up(acting(cast.fanny), workshop.pk, cast.amina.pk, monday)
    places.sign_up(acting(cast.fanny), workshop.pk, cast.lea.pk, BEFORE)
    places.mark(acting(cast.fanny), early.pk, True, AFTER)
    then = desk.get(f"/ateliers/{workshop.pk}/?au=2026-06-10")
    assert (then.context["counted"].seated, then.context["counted"].came) == (1, 0)
    assert not then.context["may_write"], "the past is read, not written"
    now = desk.get(f"/ateliers/{workshop.pk}/")
    assert (now.context["counted"].seated, now.context["counted"].came) == (2, 1)
    assert "workshop" in now.context
    assert list(desk.get("/ateliers/?au=2026-05-01").context["rows"]) == [], "not written yet that day"


def test_the_sheet_is_a_pdf_and_its_reading_is_logged(desk: Client, cast: Cast) -> None:
    workshop, _ = signed_up(cast)
    answer = desk.get(f"/ateliers/{workshop.pk}/feuille/")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="feuille-atelier-2026-06-15.pdf"'
    read = Access.objects.filter(what="feuille d'atelier").values_list("subject_id", flat=True)
    assert set(read) == {cast.amina.pk, cast.lea.pk}


def queries(desk: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert desk.get(url).status_code == 200
    return len(caught)


def test_pages_cost_the_same_whatever_their_length(desk: Client, cast: Cast) -> None:
    workshop = planned(cast, places=40)
    places.sign_up(acting(cast.fanny), workshop.pk, cast.amina.pk, BEFORE)
    few = queries(desk, f"/ateliers/{workshop.pk}/"), queries(desk, "/ateliers/")
    for person in crowd(cast, 30):
        places.sign_up(acting(cast.fanny), workshop.pk, person.pk, BEFORE)
        planned(cast, title=f"Atelier {person.pk}")
    many = queries(desk, f"/ateliers/{workshop.pk}/"), queries(desk, "/ateliers/")
    assert many == few
    assert max(many) <= 15
