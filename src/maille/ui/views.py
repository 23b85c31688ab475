"""The styleguide, and the two pages every site owes its readers."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maille.ui import samples


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "ui/styleguide.html", samples.everything())


def styleguide_pocket(request: HttpRequest) -> HttpResponse:
    """Show the pocket face."""
    return render(request, "ui/styleguide_pocket.html", samples.everything() | {"places": samples.PLACES})


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked, and whom to tell."""
    return render(request, "ui/accessibility.html")


@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    """Licence, version and where the source code is (AGPL, section 13)."""
    return render(request, "ui/about.html", {"source_url": settings.SOURCE_URL})
