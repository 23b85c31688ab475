"""What every page knows: the site's mode and the places in the bar."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Demo mode is visible on every page."""
    return {"demo": settings.DEMO, "navigation": [], "today": getattr(request, "today", None)}
