"""The first page: each role starts where its work is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from maille.config.navigation import first_page


def home(request: HttpRequest) -> HttpResponse:
    """Send each role to its own first page."""
    return redirect(first_page(request.actor.role) or "identity:account")  # type: ignore[attr-defined]
