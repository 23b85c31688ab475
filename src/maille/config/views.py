"""The first page: each role starts where its work is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maille.config.navigation import first_page


def home(request: HttpRequest) -> HttpResponse:
    """Send each role to its own first page; say what to do to somebody who has none."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    page = first_page(request.actor.role)  # type: ignore[attr-defined]
    return redirect(page) if page else render(request, "ui/nowhere.html")
