"""Who read which file, and when: the coordination and the administration look after it for the people concerned."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maille.identity.models import Access
from maille.journeys.models import Journey, Person
from maille.network.access import may_read_log
from maille.network.models import Membership
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui import keyset

ORDER = ("-at", "-id")


@require_safe
def reads(request: ActorRequest) -> HttpResponse:
    """The log, the latest read first; of one person (`?personne=`) or by one reader (`?lecteur=`)."""
    actor: Actor = request.actor
    if not may_read_log(actor):
        raise Http404
    # unscoped: whoever looks after a KPA without opening its files still sees that they were read
    watched = Journey.objects.filter(kpa_id__in=actor.figures).values("person_id")
    # unscoped: the log of those very people
    log = Access.objects.filter(subject_kind="person", subject_id__in=watched).select_related("user")
    one, by = number(request.GET.get("personne")), number(request.GET.get("lecteur"))
    if one:
        log = log.filter(subject_id=one)
    if by:
        log = log.filter(user_id=by)
    page = keyset.page(log, ORDER, request.GET)
    return render(request, "journeys/reads.html", {"page": page, "rows": told(actor, page.rows), "filtered": one or by})


def told(actor: Actor, lines: list[Access]) -> list[dict[str, Any]]:
    """Each line with the name of the person for those who may open the file, and the reader's place at the time."""
    people = Person.objects.visible_to(actor).in_bulk({line.subject_id for line in lines})
    # unscoped: the reader's place is part of the log
    places = Membership.objects.select_related("organisation").in_bulk(
        {line.membership_id for line in lines if line.membership_id}
    )
    return [
        {"line": line, "person": people.get(line.subject_id), "place": places.get(line.membership_id)} for line in lines
    ]


def number(asked: str | None) -> int | None:
    """The id in the address, None when it is not one."""
    return int(asked) if asked and asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
