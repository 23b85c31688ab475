"""Passing from one of my memberships to another."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from maille.network.requests import ActorRequest


@require_POST
def switch(request: ActorRequest) -> HttpResponse:
    """Stand under another of my memberships valid today; anything else is 404."""
    asked = request.POST.get("membership", "")
    chosen = next((each for each in request.memberships if str(each.pk) == asked), None)
    if chosen is None:
        raise Http404
    request.session["membership"] = chosen.pk
    messages.success(request, f"Vous êtes maintenant : {chosen.get_role_display()}, {chosen.organisation}.")
    return redirect("home")
