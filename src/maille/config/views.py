"""The first page: each role starts where its work is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def home(request: HttpRequest) -> HttpResponse:
    """Send each role to its own first page."""
    return redirect("ui:styleguide")
