"""Put on each request who is asking, under which membership, on which day; and keep the placeless kindly outside."""

import datetime
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from maille.identity import sessions
from maille.network.access import actor_among, last_membership, memberships_of, needs_second_proof, standing_under
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


class StrongSignInMiddleware:
    """Who stands where many files open shows a key or an application's code first; until then, nothing else opens.

    One's own account, signing out and passing to another role stay open. Comes after `ActorMiddleware`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Lead to the page where one proves oneself, or chooses how to."""
        open_before = ("without_membership", "before_proof")
        if not getattr(view, "login_required", True) or any(getattr(view, mark, False) for mark in open_before):
            return None
        if not request.user.is_authenticated:
            return None
        memberships: list[Membership] = request.memberships  # type: ignore[attr-defined]
        standing = standing_under(memberships, request.session.get("membership"))
        if not needs_second_proof(standing, memberships) or sessions.is_proven(request):
            return None
        where = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("home")
        there = f"{reverse('identity:strengthen')}?{urlencode({'next': where})}"
        if request.headers.get("HX-Request"):  # a piece of page: the browser itself must go there
            return HttpResponse(status=204, headers={"HX-Redirect": there})
        return redirect(there)


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
