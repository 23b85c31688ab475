"""Workshops on the phone: what comes, "Je viens", "Je ne viens plus"."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.journeys.actions import places as actions
from maille.journeys.models import Person, Workshop, WorkshopPlace
from maille.journeys.models.workshops import counts_of
from maille.journeys.rules.workshops import Counted
from maille.journeys.views.own import own_person
from maille.network.requests import ActorRequest
from maille.ui import keyset

A_PAGE = 8
REMEMBERED = 20


def my_workshops(request: ActorRequest) -> HttpResponse:
    """What comes in my KPA, and where I was."""
    person, today = own_person(request), request.today
    # unscoped: workshops open to oneself
    coming = Workshop.objects.open_to(person).coming(today).select_related("kpa", "led_by", "led_by_peer")
    page = keyset.page(coming, ("starts_at", "id"), request.GET, size=A_PAGE)
    counts = counts_of(page.rows, today)
    held = places_of(person, page.rows)
    cards = [card(each, counts.get(each.pk, Counted()), held) for each in page.rows]
    cards = [each for each in cards if each["mine"] or not each["workshop"].cancelled_at]
    # unscoped: one's own places
    been = WorkshopPlace.objects.held().filter(journey__person=person, came=True).select_related("workshop")
    context = {
        "person": person,
        "page": page,
        "cards": cards,
        "been": been.order_by("-workshop__starts_at", "-pk")[:REMEMBERED],
        "times": been.count(),
    }
    return render(request, "journeys/workshops/mine.html", context)


def places_of(person: Person, workshops: list[Workshop]) -> dict[int, WorkshopPlace]:
    """The places the person holds there, with her turn on a waiting list."""
    # unscoped: one's own places, and how many wait before
    all_held = WorkshopPlace.objects.held().filter(workshop__in=[each.pk for each in workshops])
    mine = {place.workshop_id: place for place in all_held.filter(journey__person=person).select_related("entered_by")}
    queues: dict[int, list[int]] = {}
    for place in all_held.filter(waiting=True, workshop__in=mine).order_by("entered_at", "pk"):
        queues.setdefault(place.workshop_id, []).append(place.pk)
    for place in mine.values():
        queue = queues.get(place.workshop_id, [])
        place.turn = queue.index(place.pk) + 1 if place.pk in queue else 0  # type: ignore[attr-defined]
    return mine


def card(workshop: Workshop, counted: Counted, held: dict[int, WorkshopPlace]) -> dict[str, Any]:
    """One workshop as the page tells it."""
    free = None if workshop.places is None else max(workshop.places - (counted.seated - counted.absent), 0)
    return {
        "workshop": workshop,
        "mine": held.get(workshop.pk),
        "free": free,
        "started": workshop.starts_at <= timezone.now(),
    }


@require_POST
def come(request: ActorRequest, workshop_id: int) -> HttpResponse:
    """ "Je viens"."""
    person = own_person(request)
    done: list[WorkshopPlace] = []
    return doing(
        request,
        person,
        workshop_id,
        lambda: done.append(actions.sign_myself_up(request.actor, person, workshop_id, timezone.now())),
        lambda: "C'est complet. Vous êtes sur la liste d'attente." if done[0].waiting else "C'est noté. Vous venez.",
    )


@require_POST
def leave(request: ActorRequest, workshop_id: int) -> HttpResponse:
    """ "Je ne viens plus"."""
    person = own_person(request)
    return doing(
        request,
        person,
        workshop_id,
        lambda: actions.withdraw_myself(request.actor, person, workshop_id, timezone.now()),
        lambda: "C'est noté. Vous ne venez plus.",
    )


def doing(
    request: ActorRequest, person: Person, workshop_id: int, act: Callable[[], object], said: Callable[[], str]
) -> HttpResponse:
    """One button, one action, one sentence."""
    # unscoped: workshops open to oneself
    shown = get_object_or_404(Workshop.objects.open_to(person), pk=workshop_id)
    try:
        act()
        messages.success(request, said())
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect(f"{reverse('journeys:my_workshops')}#atelier-{shown.pk}")
