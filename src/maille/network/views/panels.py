"""What upper apps show on an organisation's page: each adds its own small card (AppConfig.ready)."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from maille.network.models import Organisation
from maille.network.requests import ActorRequest

PANELS: list[Callable[[ActorRequest, Organisation], SafeString]] = []
"""Cards under an organisation's facts, already rendered; an empty one shows nothing."""


def panels_of(request: ActorRequest, organisation: Organisation) -> list[SafeString]:
    """The cards of this organisation."""
    return [shown for panel in PANELS if (shown := panel(request, organisation))]
