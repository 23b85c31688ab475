"""Who is on the list of a workshop, and who came: one tap per person, with or without JavaScript."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from maille.journeys.actions import places as actions
from maille.journeys.actions.news import write_to_all
from maille.journeys.models import Journey, WorkshopPlace
from maille.journeys.views.loading import reader
from maille.journeys.views.workshops import context_of, workshop_to_change, workshop_to_read
from maille.network.requests import ActorRequest

CAME = {"oui": True, "non": False, "": None}


def place_to_change(request: ActorRequest, place_id: int) -> WorkshopPlace:
    """A place in a workshop the reader may change."""
    found = WorkshopPlace.objects.visible_to(reader(request)).select_related("journey__person")
    place = get_object_or_404(found, pk=place_id)
    workshop_to_change(request, place.workshop_id)
    return place


@require_POST
def sign_up(request: ActorRequest, workshop_id: int, journey_id: int) -> HttpResponse:
    """Sign somebody up; on the day itself, note that she came."""
    actor, now = request.actor, timezone.now()
    shown = workshop_to_change(request, workshop_id)
    journey = get_object_or_404(Journey.objects.visible_to(actor).select_related("person"), pk=journey_id)
    if shown.day <= request.today:
        return answer(request, shown.pk, lambda: actions.walk_in(actor, shown.pk, journey.person_id, now))
    done: list[WorkshopPlace] = []
    response = answer(request, shown.pk, lambda: done.append(actions.sign_up(actor, shown.pk, journey.person_id, now)))
    for place in done:
        where = "est en liste d'attente" if place.waiting else "a sa place"
        messages.success(request, f"{journey.person} {where}.")
    return response


@require_POST
def withdraw(request: ActorRequest, place_id: int) -> HttpResponse:
    """Take somebody off the list."""
    place = place_to_change(request, place_id)
    moved: list[WorkshopPlace] = []
    response = answer(
        request,
        place.workshop_id,
        lambda: moved.extend(actions.withdraw(request.actor, place.pk, timezone.now())),
    )
    for each in moved:
        messages.success(request, f"{each.journey.person} a maintenant une place : prévenez cette personne.")
    return response


@require_POST
def mark(request: ActorRequest, place_id: int) -> HttpResponse:
    """Came, did not come, or erase: the row comes back alone when the page asks for no more."""
    place = place_to_change(request, place_id)
    asked = request.POST.get("present", "")
    if asked not in CAME:
        raise Http404
    return answer(
        request,
        place.workshop_id,
        lambda: actions.mark(request.actor, place.pk, CAME[asked], timezone.now()),
        row=None if place.waiting else place.pk,
    )


@require_POST
def told(request: ActorRequest, place_id: int) -> HttpResponse:
    """The person knows the news."""
    place = place_to_change(request, place_id)
    return answer(request, place.workshop_id, lambda: actions.told(request.actor, place.pk, timezone.now()))


@require_POST
def write(request: ActorRequest, workshop_id: int) -> HttpResponse:
    """Write to everybody who has an address and does not know yet."""
    shown = workshop_to_change(request, workshop_id)
    counts: list[tuple[int, int]] = []
    response = answer(request, shown.pk, lambda: counts.append(write_to_all(request.actor, shown.pk, timezone.now())))
    for left, failed in counts:
        messages.success(request, f"{left} message{'s' if left > 1 else ''} parti{'s' if left > 1 else ''}.")
        if failed:
            messages.warning(request, "Des messages ne sont pas partis : appelez ces personnes.")
    return response


def answer(
    request: ActorRequest, workshop_id: int, act: Callable[[], object], *, row: int | None = None
) -> HttpResponse:
    """Do one thing, then show the page again: the whole of it, or for htmx the one row that changed and the counts.

    A refusal, or a change that touches other rows, always shows the whole page.
    """
    try:
        act()
        refused = False
    except ValidationError as error:
        refused = True
        for sentence in error.messages:
            messages.error(request, sentence)
    if not request.htmx:
        anchor = f"#place-{row}" if row else ""
        return redirect(reverse("journeys:workshop", args=[workshop_id]) + anchor)
    if refused or row is None:
        return HttpResponseClientRefresh()
    context = context_of(request, workshop_to_read(request, workshop_id))
    place = next((each for each in context["seated"] if each.pk == row), None)
    if place is None:
        return HttpResponseClientRefresh()
    return render(request, "journeys/workshops/_marked.html", {**context, "place": place})
