"""Changing the address one signs in with: proven by a code sent to the new one; the old one is told."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maille.identity import actions, proof
from maille.identity.forms.accounts import NewAddressForm, ProofForm
from maille.identity.models import User
from maille.identity.views.accounts import person

STATE = "identity_new_address"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_email(request: HttpRequest) -> HttpResponse:
    """Write the new address, then the code it received."""
    user = person(request)
    if user.email and not proof.is_fresh(request):
        return proof.required(change_email)(request)  # type: ignore[return-value]
    state = waiting(request)
    return type_code(request, user, state) if state else type_address(request, user)


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    """The change under way, while its code is good."""
    state: dict[str, Any] | None = request.session.get(STATE)
    return state if state and time.time() - state["at"] < proof.SECONDS else None


def type_address(request: HttpRequest, user: User) -> HttpResponse:
    """Which address; the page is the same whether or not somebody else holds it."""
    form = NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="request_login_code", key=email):
            form.add_error(None, get_adapter().validation_error("rate_limited"))
        else:
            code = get_adapter().generate_login_code()
            request.session[STATE] = {"email": email, "code": code, "at": time.time(), "failures": 0}
            # unscoped: whether it is free is told to the address alone
            taken = User.objects.filter(email=email).exists()
            text = render_to_string("identity/new_address.txt", {"code": code, "taken": taken})
            subject = "Votre code de confirmation Maille"
            actions.send_message(
                email, purpose="new_address", subject=subject, text=text, now=timezone.now(), secret=True, user=user
            )
            return redirect("identity:change_email")
    return render(request, "identity/change_email.html", {"form": form, "email": ""})


def type_code(request: HttpRequest, user: User, state: dict[str, Any]) -> HttpResponse:
    """The code the new address received."""
    form = ProofForm(request.POST or None, expected=state["code"])
    if request.method == "POST":
        if form.is_valid():
            request.session.pop(STATE)
            try:
                actions.change_email(user, state["email"], timezone.now())
            except ValidationError as refused:
                messages.error(request, " ".join(refused.messages))
            else:
                messages.success(request, f"C'est fait : vous vous connectez maintenant avec {state['email']}.")
            return redirect("identity:account")
        state["failures"] += 1
        request.session[STATE] = state if state["failures"] < proof.ATTEMPTS else None
        if state["failures"] >= proof.ATTEMPTS:
            messages.error(request, "Trop d'essais. Écrivez de nouveau votre adresse.")
            return redirect("identity:change_email")
    return render(request, "identity/change_email.html", {"form": form, "email": state["email"]})


@require_POST
def forget_change(request: HttpRequest) -> HttpResponse:
    """Another address, or none."""
    request.session.pop(STATE, None)
    return redirect("identity:change_email")
