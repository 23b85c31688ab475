"""Put on each request who is asking, under which membership, on which day; and keep the placeless kindly outside."""

import datetime
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from maille.identity import sessions
from maille.network.access import actor_among, last_membership, memberships_of
from maille.network.models import Membership
from maille.network.requests import NothingYetError
from maille.network.rules.roles import Role


class ActorMiddleware:
    """`request.actor` (network.rules.roles.Actor, lazy), `request.memberships` (those valid today, lazy, oldest first),
    `request.today` and `request.at`; "today" enters Maille here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today: datetime.date = timezone.localdate()
        request.today = today  # type: ignore[attr-defined]
        request.at = date_asked(request, today)  # type: ignore[attr-defined]
        memberships: Any = SimpleLazyObject(lambda: memberships_here(request, today))
        request.memberships = memberships  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: actor_among(memberships, request.user, request.session.get("membership"), today)
        )
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Somebody signed in without a place anywhere gets a page that says what to do, not a refusal."""
        outside = not getattr(view, "login_required", True) or getattr(view, "without_membership", False)
        if outside or not request.user.is_authenticated or request.memberships:  # type: ignore[attr-defined]
            return None
        last = last_membership(request.user, request.today)  # type: ignore[attr-defined]
        return render(request, "network/no_place.html", {"last": last}, status=403)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A network, or a partner, without any KPA yet: say what comes first."""
        if not isinstance(exception, NothingYetError):
            return None
        return render(request, "network/nothing_yet.html", {"register": exception.register})


def memberships_here(request: HttpRequest, today: datetime.date) -> list[Membership]:
    """My places; those of a coopérant·e alone when I came in with a card or a code read out (identity.sessions)."""
    memberships = memberships_of(request.user, today)
    if memberships and sessions.is_small(request):
        return [each for each in memberships if each.role_enum == Role.COOPERANT]
    return memberships


def date_asked(request: HttpRequest, today: datetime.date) -> datetime.date:
    """The day a page is asked for (`?au=2023-06-30`); today when absent or unreadable."""
    try:
        return datetime.date.fromisoformat(request.GET.get("au", ""))
    except ValueError:
        return today
