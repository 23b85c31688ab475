"""Cards and codes read out: made for somebody by who follows her, and what she sees of them herself."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from maille.identity import qr
from maille.identity.forms.cards import PinForm
from maille.identity.models import SpokenCode
from maille.identity.rules import codes
from maille.journeys.actions import cards as actions
from maille.journeys.forms.cards import MakeCardForm, SpokenForm
from maille.journeys.models import Person
from maille.journeys.views.accesses import access_context, person_and_kpas
from maille.journeys.views.loading import attempt, log_read
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.ui.text import before


@never_cache
@sensitive_post_parameters("pin", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def card_page(request: ActorRequest, person_id: int) -> HttpResponse:
    """Make this person a card; its code is shown once, on the page to print."""
    person, kpas = person_and_kpas(request, person_id)
    actor: Actor = request.actor
    held = actions.live_card(person.user_id)
    initial = {"replaces": held.pk if held else None}
    form = MakeCardForm(request.POST or None, kpas=kpas, has_account=bool(person.user_id), initial=initial)
    made: list[actions.MadeCard] = []

    def act() -> None:
        given = form.cleaned_data
        made.append(
            actions.make_card(
                actor, person.pk, form.chosen, pin=given["pin"], replaces=given["replaces"], now=timezone.now()
            )
        )

    if request.method == "POST" and attempt(request, form, act)[0]:
        return printable(request, person, form.chosen, made[0])
    log_read(request, person)
    context = {"person": person, "form": form, "card": held} | access_context(request, person)
    return render(request, "journeys/signin/card.html", context)


def printable(request: ActorRequest, person: Person, kpa: Organisation, made: actions.MadeCard) -> HttpResponse:
    """The card to cut out: not kept anywhere, nor by the browser."""
    address = settings.SITE_URL + reverse("identity:card")
    context = {
        "person": person,
        "kpa": kpa,
        "card": made.card,
        "code": codes.grouped(made.code),
        "address": address.partition("://")[2].rstrip("/"),
        "picture": qr.svg(
            f"{address}#{made.code}", f"Carré à viser avec le téléphone : carte {before('de', person.first_name)}"
        ),
    }
    return render(request, "journeys/signin/card_made.html", context)


@require_POST
def revoke_card(request: ActorRequest, person_id: int) -> HttpResponse:
    """The card serves no more."""
    person, _ = person_and_kpas(request, person_id)
    actor: Actor = request.actor
    if person.user_id is not None and actions.revoke_card(actor, person.pk, timezone.now()):
        messages.success(
            request, f"La carte {before('de', str(person))} ne sert plus. Ce qu'elle avait ouvert est fermé."
        )
    else:
        messages.warning(request, f"{person} n'avait plus de carte.")
    return redirect("journeys:card", person.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def spoken_code(request: ActorRequest, person_id: int) -> HttpResponse:
    """A code to read out to this person, once she is recognised."""
    person, kpas = person_and_kpas(request, person_id)
    actor: Actor = request.actor
    typed = request.POST if request.method == "POST" else None  # an unticked box sends nothing
    form = SpokenForm(typed, kpas=kpas, has_account=bool(person.user_id))
    made: list[tuple[SpokenCode, str]] = []

    def act() -> None:
        recognised = form.cleaned_data["recognised"]
        made.append(actions.give_spoken_code(actor, person.pk, form.chosen, recognised=recognised, now=timezone.now()))

    if request.method == "POST" and attempt(request, form, act)[0]:
        spoken, code = made[0]
        address = (settings.SITE_URL + reverse("identity:spoken_code")).partition("://")[2].rstrip("/")
        context = {"person": person, "spoken": spoken, "code": codes.grouped(code), "address": address}
        return render(request, "journeys/signin/spoken_made.html", context)
    log_read(request, person)
    return render(request, "journeys/signin/spoken.html", {"person": person, "form": form})


@never_cache
@sensitive_post_parameters("pin", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def my_card(request: ActorRequest) -> HttpResponse:
    """My own card: choose my secret code, say that it is lost, see who made it and who gave me codes."""
    actor: Actor = request.actor
    person = own_file(actor)
    form = PinForm(request.POST or None)
    if request.method == "POST":
        done, _ = attempt(request, form, lambda: choose(actor, form))
        if done:
            messages.success(request, "C'est fait. Votre carte s'ouvre avec ce code secret.")
            return redirect("journeys:my_card")
    context: dict[str, Any] = {
        "person": person,
        "form": form,
        "card": actions.live_card(actor.user_id),
        "given": codes_given(actor),
    }
    return render(request, "journeys/signin/my_card.html", context)


def choose(actor: Actor, form: PinForm) -> None:
    """Keep the secret code typed."""
    actions.choose_my_pin(actor, form.cleaned_data["pin"], timezone.now())


@require_POST
def lose_my_card(request: ActorRequest) -> HttpResponse:
    """My card is lost."""
    own_file(request.actor)
    if actions.lose_my_card(request.actor, timezone.now()):
        messages.success(request, "Votre carte ne sert plus. Demandez-en une autre à la personne qui vous suit.")
    return redirect("journeys:my_card")


def own_file(actor: Actor) -> Person:
    """My own file, found by my own sign-in; others know of nothing."""
    # unscoped: one's own file, found by one's own sign-in
    person = Person.objects.filter(user_id=actor.user_id).first() if actor.user_id else None
    if person is None:
        raise Http404
    return person


def codes_given(actor: Actor, limit: int = 10) -> list[SpokenCode]:
    """The codes read out to me, the latest first."""
    if actor.user_id is None:
        return []
    # unscoped: one's own
    given = SpokenCode.objects.filter(user_id=actor.user_id).select_related("made_by")
    return list(given.order_by("-made_at", "-pk")[:limit])
