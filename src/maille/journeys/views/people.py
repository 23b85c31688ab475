"""The list of people, and one person's page."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from maille.identity.models import Access
from maille.journeys import access
from maille.journeys.models import Journey, Merge, Person
from maille.journeys.models.changes import Change, changes_of
from maille.journeys.models.listing import rows_of
from maille.journeys.models.readiness import readiness_of
from maille.journeys.models.reading import Told, newest_first, tell, with_events
from maille.journeys.models.reading_contracts import contracts_at
from maille.journeys.models.shown import NAME_ORDER, people_shown
from maille.journeys.rules.dates import age_on
from maille.journeys.rules.filters import Filters
from maille.journeys.views import filtering
from maille.journeys.views.accesses import access_context
from maille.journeys.views.loading import log_read, person_to_read, reader
from maille.journeys.views.picture import picture_of
from maille.journeys.views.tabs import tabs
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui import keyset


def people(request: ActorRequest) -> HttpResponse:
    """Who is known, as sentences, under the filters of the address, on the day asked."""
    actor, at, filters = reader(request), request.at, Filters.of(request.GET.dict())
    shown = people_shown(actor, at, filters)
    page = keyset.page(shown, NAME_ORDER, request.GET)
    rows = rows_of(page.rows, actor, at, filters)
    count = shown.count() if request.GET.get("compter") == "1" else len(rows)
    return render(
        request,
        "journeys/people.html",
        {
            "page": page,
            "rows": rows,
            "headline": filtering.headline(page, count, filters, counted=count > len(rows)),
            "countable": bool(page.next_query or page.previous_query) and count <= len(rows),
            "filters": filters,
            "bar": filtering.bar(request, actor, filters, at),
            "at": at,
            "q": request.GET.get("q", "").strip(),
            "export_query": keyset.without_place(request.GET).urlencode(),
            "may_enter": bool(actor.writes),
        },
    )


def person(request: ActorRequest, person_id: int) -> HttpResponse:
    """One person: identity, and each journey the reader may see, on the day asked."""
    actor: Actor = request.actor
    # unscoped: only to follow a joined file to the one that was kept, which is then loaded within the reader's scope
    kept = Person.objects.filter(pk=person_id).values_list("merged_into", flat=True).first()
    if kept is not None:
        person_to_read(request, kept)
        return redirect("journeys:person", kept)
    one = person_to_read(request, person_id)
    at: datetime.date = request.at
    journeys = list(with_events(Journey.objects.visible_to(actor).filter(person=one)))
    told = [tell(journey, at) for journey in newest_first(journeys) if journey.entered_on <= at]
    log_read(request, one)
    context = person_context(actor, one, told, at, journeys) | access_context(request, one)
    return render(request, "journeys/person.html", context)


def person_context(
    actor: Actor, one: Person, told: list[Told], at: datetime.date, journeys: list[Journey]
) -> dict[str, Any]:
    """What the page says."""
    ready = readiness_of([each.journey for each in told], at)
    contracts = contracts_at([each.journey for each in told], at)
    return {
        "person": one,
        "age": age_on(one.birth_date, at) if one.birth_date else None,
        "journeys": [
            {
                "told": each,
                "picture": picture_of(each, at),
                "writable": access.may_write(actor, each.journey),
                "tabs": tabs(each.journey.pk, ""),
                "readiness": ready[each.journey.pk],
                "contract": contracts.get(each.journey.pk),
            }
            for each in told
        ],
        "later": len(journeys) - len(told),
        "at": at,
        "may_write": any(access.may_write(actor, journey) for journey in journeys),
        "may_welcome": bool(actor.writes) and not any(each.state.is_open for each in told if not each.is_over),
        "changes": history_of(one, journeys),
        "readers": list(readers_of(one)),
        "merges": merges_of(one),
    }


def merges_of(one: Person) -> list[Merge]:
    """Files joined to this one, which may be parted again."""
    # unscoped: of a person already loaded in scope
    merges = Merge.objects.filter(kept=one, undone_at__isnull=True)
    return list(merges.select_related("absorbed", "by"))


def history_of(one: Person, journeys: list[Journey], limit: int = 30) -> list[Change]:
    """The latest changes of the file and of the journeys the reader may see."""
    changes = changes_of(one, limit)
    for journey in journeys:
        changes += changes_of(journey, limit)
    return sorted(changes, key=lambda change: change.at, reverse=True)[:limit]


def readers_of(one: Person, limit: int = 20) -> Any:
    """Who opened the file, the latest first."""
    # unscoped: the log of a person already loaded in scope
    log = Access.objects.filter(subject_kind="person", subject_id=one.pk)
    return log.select_related("user").order_by("-at", "-pk")[:limit]
