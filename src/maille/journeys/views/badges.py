"""Badges: the form that chooses, the archive, and the public key that checks them."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from maille.identity.models import log_access
from maille.journeys.actions.badges import archive, badges_of
from maille.journeys.files import signing
from maille.journeys.forms.skills import BadgesForm
from maille.journeys.models import Journey, Person
from maille.journeys.views.loading import reader
from maille.journeys.views.own import own_person
from maille.journeys.views.tabs import tabs
from maille.network.requests import ActorRequest


def key_address(request: HttpRequest) -> str:
    """Where verifiers read the public key."""
    return request.build_absolute_uri(reverse("journeys:badge_key"))


@login_not_required
@require_GET
@cache_control(public=True, max_age=3600)
def badge_key(request: HttpRequest) -> JsonResponse:
    """The public key that checks the signature of every badge given here; nothing about anybody."""
    as_a_file = {"Content-Disposition": 'attachment; filename="maille-badges.json"'}
    return JsonResponse(signing.public_key(), headers=as_a_file)


def badges(request: ActorRequest, journey_id: int) -> HttpResponse:
    """With the person, at the desk: what leaves is what she wants."""
    found = Journey.objects.visible_to(reader(request)).select_related("person", "kpa__choices")
    journey = get_object_or_404(found, pk=journey_id)
    more = {"journey": journey, "tabs": tabs(journey.pk, "journeys:skills")}
    return choosing(request, journey.person, [journey], "journeys/skills/badges.html", more)


def my_badges(request: ActorRequest) -> HttpResponse:
    """My badges, on my phone."""
    person = own_person(request)
    # unscoped: one's own journeys
    journeys = Journey.objects.filter(person=person).select_related("kpa").order_by("-entered_on", "-pk")
    return choosing(request, person, list(journeys), "journeys/skills/my_badges.html", {})


def choosing(
    request: ActorRequest, person: Person, journeys: Sequence[Journey], template: str, more: dict[str, object]
) -> HttpResponse:
    """The form, or the archive once chosen; taking it away is logged, and the person sees it."""
    address = key_address(request)
    name = (request.POST.get("shown_name") or person.first_name).strip()
    form = BadgesForm(
        request.POST or None, badges=badges_of(journeys, request.today, name, address), name=person.first_name
    )
    if request.method == "POST" and form.is_valid():
        chosen = [form.badges[key] for key in form.cleaned_data["skills"]]
        log(request, person)
        response = HttpResponse(archive(chosen, address), content_type="application/zip")
        response["Content-Disposition"] = 'attachment; filename="badges.zip"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
    return render(request, template, {"person": person, "form": form, "any": bool(form.badges), **more})


def log(request: ActorRequest, person: Person) -> None:
    """Badges left the house."""
    if request.actor.user_id is not None:
        log_access(
            at=timezone.now(),
            user_id=request.actor.user_id,
            membership_id=request.actor.membership_id,
            kind="person",
            ids=[person.pk],
            what="badges emportés",
        )
