"""Somebody's access to her own journey: give it, send the link again, withdraw it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.journeys import access, actions
from maille.journeys.actions.cards import live_card
from maille.journeys.forms.accesses import AccessForm
from maille.journeys.models import Person
from maille.journeys.models.accesses import access_told
from maille.journeys.views.loading import attempt, log_read, person_to_read
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor
from maille.network.views.invitations import send
from maille.ui.text import before


def access_page(request: ActorRequest, person_id: int) -> HttpResponse:
    """Give this person access to her own journey; once given, send the link again or withdraw it."""
    person, kpas = person_and_kpas(request, person_id)
    actor: Actor = request.actor
    form = AccessForm(request.POST or None, person=person, kpas=kpas)
    given: list[actions.Given] = []

    def act() -> None:
        given.append(actions.give_access(actor, person.pk, form.chosen, form.cleaned_data["email"], timezone.now()))

    if request.method == "POST" and attempt(request, form, act)[0]:
        tell(request, person, given[0])
        return redirect("journeys:person", person.pk)
    log_read(request, person)
    return render(request, "journeys/access.html", {"person": person, "form": form} | access_context(request, person))


def person_and_kpas(request: ActorRequest, person_id: int) -> tuple[Person, list[Organisation]]:
    """A person the reader may open, and the KPAs where he may give her access; 403 when there is none."""
    person = person_to_read(request, person_id)
    kpas = access.kpas_to_give_access_in(request.actor, person)
    if not kpas:
        raise PermissionDenied
    return person, kpas


def access_context(request: ActorRequest, person: Person) -> dict[str, Any]:
    """Where the access stands, and what this reader may do about it."""
    actor: Actor = request.actor
    told = access_told(person, timezone.now(), request.today)
    may_give = bool(access.kpas_to_give_access_in(actor, person))
    may_withdraw = told.is_live and told.held is not None and access.may_withdraw_access(actor, told.held)
    card = live_card(person.user_id) if told.state in {"open", "outside"} else None
    return {"access": told, "card": card, "may_give_access": may_give, "may_withdraw_access": may_withdraw}


def tell(request: ActorRequest, person: Person, given: "actions.Given") -> None:
    """Send the link and say so; or say that the account is linked already."""
    if given.invitation is not None:
        send(request, given.invitation, given.token)
    else:
        messages.success(request, f"C'est fait : à sa prochaine connexion, {person.first_name} trouve son parcours.")


@require_POST
def resend(request: ActorRequest, person_id: int) -> HttpResponse:
    """Send another link; the former stops working."""
    person, _ = person_and_kpas(request, person_id)
    try:
        invitation, token = actions.send_access_again(request.actor, person.pk, timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        send(request, invitation, token)
    return redirect("journeys:person", person.pk)


@require_POST
def withdraw(request: ActorRequest, person_id: int) -> HttpResponse:
    """Take the access back."""
    person, _ = person_and_kpas(request, person_id)
    try:
        actions.withdraw_access(request.actor, person.pk, timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(
            request, f"L'accès {before('de', str(person))} est retiré. Sa fiche et son histoire restent entières."
        )
    return redirect("journeys:person", person.pk)
