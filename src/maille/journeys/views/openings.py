"""Opening parts of a journey to a partner, for a while; and what the partner then reads."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maille.journeys import access
from maille.journeys.actions import openings as actions
from maille.journeys.forms.notes import OpeningForm
from maille.journeys.models import Journey, Note, Opening, Reply
from maille.journeys.models.behalf import with_replies
from maille.journeys.models.reading import stage_name
from maille.journeys.rules.notes import Part
from maille.journeys.views.loading import attempt, journey_to_change, log_read, reader
from maille.network.access import roles_i_give
from maille.network.models import Organisation
from maille.network.models.organisations import Kind
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor, Role
from maille.ui import keyset

ORDER = ("-started_on", "-id")


def openings(request: ActorRequest, journey_id: int) -> HttpResponse:
    """Who outside reads something of this journey, and opening it to one more."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    form = OpeningForm(request.POST or None, actor=actor)
    if request.method == "POST":
        done, _ = attempt(request, form, lambda: open_to(actor, journey, form.cleaned_data))
        if done:
            place = form.cleaned_data["partner"]
            messages.success(request, f"{place.user} peut lire ce que vous avez choisi. L'accès s'arrêtera seul.")
            return redirect("journeys:openings", journey.pk)
    held = Opening.objects.visible_to(actor).filter(journey=journey)
    found = held.select_related("user", "organisation", "entered_by", "closed_by").order_by("-started_on", "-pk")
    partners = Organisation.objects.visible_to(actor).exclude(kind__in=[Kind.KPA, Kind.NETWORK])
    context = {
        "journey": journey,
        "person": journey.person,
        "form": form,
        "openings": [{"opening": each, "live": is_live(each, actor)} for each in found],
        "anybody": access.partners_to_open_to(actor).exists(),
        "inviting": [each for each in partners.order_by("name", "pk") if Role.OBSERVER in roles_i_give(actor, each)],
    }
    return render(request, "journeys/notes/openings.html", context)


def open_to(actor: Actor, journey: Journey, data: dict[str, Any]) -> Opening:
    """What the form says."""
    return actions.open_to_partner(
        actor,
        journey.pk,
        data["partner"].pk,
        data["parts"],
        data["reason"],
        data["ends_on"],
        data["agreed_on"],
        timezone.now(),
    )


def is_live(opening: Opening, actor: Actor) -> bool:
    """Whether it opens anything today."""
    ended = opening.closed_on is not None and opening.closed_on <= actor.today
    return opening.started_on <= actor.today <= opening.ends_on and not ended


@require_POST
def close(request: ActorRequest, journey_id: int, opening_id: int) -> HttpResponse:
    """Stop it now."""
    journey, actor = journey_to_change(request, journey_id), reader(request)
    opening = get_object_or_404(Opening.objects.visible_to(actor), pk=opening_id, journey=journey)
    actions.close_opening(actor, opening.pk)
    messages.success(request, "L'accès est arrêté : ce partenaire ne lit plus rien de ce parcours.")
    return redirect("journeys:openings", journey.pk)


@require_safe
def open_files(request: ActorRequest) -> HttpResponse:
    """What is open to me, a partner, today."""
    actor: Actor = request.actor
    # unscoped: open_to is the partner's scope
    found = Opening.objects.open_to(actor).select_related("journey__person", "journey__kpa")
    page = keyset.page(found, ORDER, request.GET)
    if not page.rows:
        get_object_or_404(found, pk=0)
    return render(request, "journeys/notes/open_files.html", {"page": page})


@require_safe
def open_file(request: ActorRequest, opening_id: int) -> HttpResponse:
    """The parts chosen, and nothing else; every reading is noted."""
    actor: Actor = request.actor
    # unscoped: open_to is the partner's scope
    found = Opening.objects.open_to(actor).select_related("journey__person", "journey__kpa__choices", "entered_by")
    opening = get_object_or_404(found, pk=opening_id)
    journey = opening.journey
    log_read(request, journey.person, "partenaire")
    context = {"opening": opening, "journey": journey, "person": journey.person, **parts_of(opening)}
    return render(request, "journeys/notes/open_file.html", context)


def parts_of(opening: Opening) -> dict[str, Any]:
    """Each chosen part read, the others None: at most one query a part."""
    journey, chosen = opening.journey, set(opening.parts)
    read: dict[str, Any] = dict.fromkeys(Part)
    if Part.SITUATION in chosen:
        read[Part.SITUATION] = journey
    if Part.STAGES in chosen:
        read[Part.STAGES] = [(each, stage_name(journey.kpa, each.kind)) for each in journey.stages.all()]
    if Part.GOALS in chosen:
        read[Part.GOALS] = list(journey.goals.prefetch_related("steps"))
    if Part.BARRIERS in chosen:
        read[Part.BARRIERS] = list(journey.barriers.all())
    if Part.ORIENTATIONS in chosen:
        read[Part.ORIENTATIONS] = list(journey.orientations.select_related("partner"))
    if Part.SKILLS in chosen:
        recognised = journey.recognitions.filter(withdrawn_on__isnull=True)
        read[Part.SKILLS] = list(recognised.select_related("skill"))
    if Part.NOTES in chosen:
        # unscoped: only notes shared with the person, of a journey opened to this partner
        shared = Note.objects.shared_with(journey.person).filter(journey=journey)
        read[Part.NOTES] = with_replies(Reply.Subject.NOTE, list(shared.select_related("author", "entered_by")))
    return {str(part): value for part, value in read.items()}
