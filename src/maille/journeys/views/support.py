"""A journey's own page: where the person stands, and everything that happened."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse

from maille.journeys import access
from maille.journeys.models import Journey
from maille.journeys.models.behalf import contests_in
from maille.journeys.models.present import present
from maille.journeys.models.reading import tell, with_course
from maille.journeys.models.reading_contracts import contract_at
from maille.journeys.models.telling import Event, told_events, told_present
from maille.journeys.models.timeline import timeline
from maille.journeys.views.loading import log_read, reader
from maille.journeys.views.picture import picture_of
from maille.journeys.views.tabs import tabs
from maille.network.requests import ActorRequest
from maille.ui.keyset import AFTER, without_place

TABS_OF_EVENTS = {"notes", "contracts", "skills"}
SUBJECT_OF = {"notes": "note", "skills": "recognition"}
"""Record of an event → subject of a reply, where they differ."""


def journey(request: ActorRequest, journey_id: int) -> HttpResponse:
    """One journey on the day asked, with its timeline in pages."""
    actor, at = reader(request), request.at
    one = get_object_or_404(with_course(Journey.objects.visible_to(actor)), pk=journey_id)
    page = timeline(one, actor, at, request.GET.get(AFTER, ""))
    told, writable = tell(one, at), access.may_write(actor, one)
    log_read(request, one.person, "parcours")
    contests = contests_in(actor, one.person, one.kpa_id)
    following = without_place(request.GET)
    following[AFTER] = page.next_key
    context = {
        "journey": one,
        "person": one.person,
        "told": told,
        "state": told.state,
        "picture": picture_of(told, at),
        "tabs": tabs(one.pk, "journeys:journey"),
        "contract": contract_at(one.person, one.kpa, at),
        "present": told_present(present(one, at), at),
        "events": [
            with_contest(with_url(event, one, writable=writable), contests) for event in told_events(page.rows, one)
        ],
        "next_query": following.urlencode() if page.next_key else "",
        "first_query": without_place(request.GET).urlencode() if AFTER in request.GET else None,
        "writable": writable,
        "at": at,
    }
    return render(request, "journeys/support/journey.html", context)


def with_contest(event: Event, contests: dict[tuple[str, int], str]) -> Event:
    """What the person contests says so wherever it is told."""
    said = contests.get((SUBJECT_OF.get(event.record, event.record), event.pk))
    return replace(event, tone="attention", text=f"{event.text} {said}".strip()) if said else event


def with_url(event: Event, one: Journey, *, writable: bool) -> Event:
    """The page that tells more of an event: its own for who may correct it, or the tab it is from."""
    if not event.record:
        return event
    if event.record == "workshop":
        ids = [event.parent]
    elif event.record in TABS_OF_EVENTS:
        ids = [one.pk]
    elif writable:
        ids = [one.pk, event.pk]
    else:
        return event
    try:
        return replace(event, url=reverse(f"journeys:{event.record}", args=ids))
    except NoReverseMatch:
        return event
