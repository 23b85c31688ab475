"""Put on each request who is asking, under which membership, on which day."""

import datetime
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from maille.network.access import actor_for


class ActorMiddleware:
    """`request.actor` (network.rules.roles.Actor, lazy) and `request.today`; "today" enters Maille here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today: datetime.date = timezone.localdate()
        request.today = today  # type: ignore[attr-defined]
        request.at = date_asked(request, today)  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: actor_for(request.user, request.session.get("membership"), today)
        )
        return self.get_response(request)


def date_asked(request: HttpRequest, today: datetime.date) -> datetime.date:
    """The day a page is asked for (`?au=2023-06-30`); today when absent or unreadable."""
    try:
        return datetime.date.fromisoformat(request.GET.get("au", ""))
    except ValueError:
        return today
