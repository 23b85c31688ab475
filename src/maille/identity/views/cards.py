"""Signing in without e-mail: with a card, or with a code somebody reads out.

The card's picture code leads to `/carte/#CODE`: what follows the sign # stays in the browser, so that the card's code
enters neither the server's log nor the address handed to the next page; static/identity/card.js puts it in the field.
"""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from maille.identity import proof, sessions
from maille.identity.access import open_to_all
from maille.identity.actions.cards import RestingError, WrongError, use_card, use_spoken_code
from maille.identity.forms.cards import CardForm, SpokenCodeForm
from maille.identity.models import User
from maille.identity.rules import rest

EVERYBODY = "all"
"""The key of the limits that all tries share."""
TOO_MANY = "Trop d'essais depuis ici. Attendez dix minutes, ou demandez de l'aide à votre KPA."
WRONG_CARD = "La carte ou le code secret n'est pas bon. Vérifiez les deux, puis recommencez."
WRONG_CODE = "Ce code n'est pas le bon, ou il ne sert plus. Demandez-en un autre : il sert dix minutes, une fois."


@open_to_all
@sensitive_post_parameters("card", "pin")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """My card's code and my secret code open my pages."""
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and within_limits(request, form, "card"):
        try:
            held = use_card(form.cleaned_data["card"], form.cleaned_data["pin"], timezone.now())
        except RestingError as resting:
            form.add_error(None, resting_words(rest.in_words(resting.remains)))
        except WrongError as wrong:
            form.add_error(None, f"{WRONG_CARD} {left_words(wrong.left)}")
        else:
            return enter(request, held.user, "card", form.cleaned_data)
    return render(request, "identity/card.html", {"form": form})


@open_to_all
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def spoken_code(request: HttpRequest) -> HttpResponse:
    """The digits somebody reads out to me open my pages."""
    form = SpokenCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and within_limits(request, form, "spoken_code"):
        try:
            spoken = use_spoken_code(form.cleaned_data["code"], timezone.now())
        except WrongError:
            form.add_error(None, WRONG_CODE)
        else:
            return enter(request, spoken.user, "spoken_code", form.cleaned_data)
    return render(request, "identity/spoken_code.html", {"form": form})


def within_limits(request: HttpRequest, form: forms.Form, action: str) -> bool:
    """Count this try against the limits of its address and of everybody; say so when they are reached."""
    if ratelimit.consume(request, action=action, key=EVERYBODY):
        return True
    form.add_error(None, TOO_MANY)
    return False


def resting_words(remains: str) -> str:
    """A card that rests, told kindly."""
    return (
        f"Votre carte se repose encore {remains}, pour vous protéger. Ensuite, vous pourrez recommencer. "
        "Vous êtes pressé·e ? Demandez un code à la personne qui vous suit."
    )


def left_words(left: int) -> str:
    """How many tries remain, told kindly."""
    if left == 0:
        return "C'était le dernier essai : la carte se repose maintenant. Demandez un code à la personne qui vous suit."
    return f"Il vous reste {left} essai{'s' if left > 1 else ''}."


def enter(request: HttpRequest, user: User, method: str, cleaned: dict[str, Any]) -> HttpResponse:
    """Open the session, and go to the page asked for on this site, else home."""
    where = proof.next_page(request, "home")
    sessions.open_session(request, user, method, small=True, mine=cleaned["mine"])
    messages.success(request, f"Bonjour {user.name}. Vous êtes connecté·e.")
    return redirect(where)
