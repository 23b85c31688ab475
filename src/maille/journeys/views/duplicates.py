"""Duplicates: looked at side by side, joined or told apart by a person, and undone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.journeys import access, actions
from maille.journeys.models import Journey, Merge, Person
from maille.journeys.models.alike import pairs, resemblance_of
from maille.journeys.models.readiness import open_journeys
from maille.journeys.models.reading import newest_first, tell, with_events
from maille.journeys.views.loading import log_read, person_to_read, reader
from maille.network.requests import ActorRequest


def duplicates(request: ActorRequest) -> HttpResponse:
    """Files that may be the same person, among those the reader may see; and what was joined lately."""
    actor = reader(request)
    # unscoped: narrowed to the kept files the reader may see
    merges = Merge.objects.filter(kept__in=Person.objects.visible_to(actor), undone_at__isnull=True)
    found = pairs(actor)
    ready = open_journeys(actor, {one for pair in found for one in (pair.first, pair.second)}, request.at)
    told = [(pair, [*ready.get(pair.first.pk, []), *ready.get(pair.second.pk, [])]) for pair in found]
    context = {"pairs": told, "merges": merges.select_related("kept", "absorbed", "by")[:20]}
    return render(request, "journeys/duplicates.html", context)


def compare(request: ActorRequest, first_id: int, second_id: int) -> HttpResponse:
    """Two files side by side: one person, or two?"""
    if first_id == second_id:
        raise Http404
    actor = reader(request)
    two = [person_to_read(request, first_id), person_to_read(request, second_id)]
    may = access.may_merge(actor, *two)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if (answer := decided(request, two)) is not None:
            return answer
    day = request.at
    columns, ready = [], open_journeys(actor, two, day)
    for one in two:
        log_read(request, one)
        journeys = with_events(Journey.objects.visible_to(actor).filter(person=one))
        columns.append(
            {
                "person": one,
                "journeys": [tell(journey, day) for journey in newest_first(journeys)],
                "ready": ready.get(one.pk, []),
            }
        )
    context = {"columns": columns, "why": resemblance_of(*two), "may_merge": may}
    return render(request, "journeys/compare.html", context)


def decided(request: ActorRequest, two: list[Person]) -> HttpResponse | None:
    """Join or tell apart, as the person said; None when that is not possible."""
    actor: Any = request.actor
    answer, now = request.POST.get("decision", ""), timezone.now()
    try:
        if answer == "distinct":
            actions.mark_homonym(actor, two[0].pk, two[1].pk, now)
            messages.success(request, "C'est noté : ce sont deux personnes. Elles ne seront plus proposées.")
            return redirect("journeys:duplicates")
        kept = next((one for one in two if answer == f"keep:{one.pk}"), None)
        if kept is None:
            messages.error(request, "Choisissez une réponse.")
            return None
        absorbed = two[1] if kept is two[0] else two[0]
        actions.merge_people(actor, kept.pk, absorbed.pk, now)
        messages.success(request, "Les deux fiches n'en font plus qu'une. Vous pouvez l'annuler depuis cette page.")
        return redirect("journeys:person", kept.pk)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return None


@require_POST
def undo(request: ActorRequest, merge_id: int) -> HttpResponse:
    """Part again two files joined by mistake."""
    actor = reader(request)
    # unscoped: narrowed to the kept files the reader may see
    visible = Merge.objects.filter(kept__in=Person.objects.visible_to(actor))
    merge = get_object_or_404(visible, pk=merge_id)
    try:
        actions.undo_merge(actor, merge.pk, timezone.now())
        messages.success(request, "Les deux fiches sont de nouveau séparées.")
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect("journeys:person", merge.kept_id)
