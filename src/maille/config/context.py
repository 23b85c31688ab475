"""What every page knows: the site's mode, its version and the places in the bar."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from maille import __version__
from maille.config.navigation import address, desk_of, places, pocket_of, rooms

HEADER_SLOT = ("network/_switcher.html", "ui/components/account.html")
"""What stands at the end of the header: the switcher of memberships, or else the name and the way out."""


def house(request: HttpRequest) -> dict[str, Any]:
    """Demo mode is visible on every page; the bar holds what the role may open."""
    actor = getattr(request, "actor", None)
    role = actor.role if actor is not None else None
    return {
        "demo": settings.DEMO,
        "demo_url": address("identity:demo") if settings.DEMO else "",
        "version": __version__,
        "header_slot": HEADER_SLOT,
        "navigation": places(desk_of(actor), request.path) if actor is not None and role else [],
        "rooms": rooms(desk_of(actor), request.path) if actor is not None and role else [],
        "places": places(pocket_of(actor), request.path) if actor is not None and role else [],
        "sign_in_url": address(settings.LOGIN_URL),
        "sign_out_url": address("account_logout"),
        "today": getattr(request, "today", None),
    }
