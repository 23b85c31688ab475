"""What upper apps show on a job's page: each adds its own small card (AppConfig.ready)."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from maille.activities.models import Job
from maille.network.requests import ActorRequest

PANELS: list[Callable[[ActorRequest, Job], SafeString]] = []
"""Cards under what a job's page says of the request, already rendered; an empty one shows nothing."""


def panels_of(request: ActorRequest, job: Job) -> list[SafeString]:
    """The cards of this job."""
    return [shown for panel in PANELS if (shown := panel(request, job))]
