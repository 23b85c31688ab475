"""The first page: each role starts where its work is; and the page of a failure."""

import sys

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.defaults import server_error

from maille.config.navigation import first_page
from maille.identity.busy import is_busy
from maille.network.requests import ActorRequest

SOON = 20
"""Seconds after which trying again makes sense."""


def home(request: ActorRequest) -> HttpResponse:
    """Send each role to its own first page."""
    return redirect(first_page(request.actor) or "identity:account")


def failure(request: ActorRequest) -> HttpResponse:
    """Whatever went wrong, in words; 503 when it is only that a long import keeps SQLite's single writer."""
    if not is_busy(sys.exc_info()[1]):
        return server_error(request)
    return HttpResponse(render_to_string("busy.html"), status=503, headers={"Retry-After": str(SOON)})
