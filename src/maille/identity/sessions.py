"""Sessions: how each was opened, how long it lasts, where one is signed in, closing them.

A session opened by a card or by a code read out is *small*: it opens the pages of a coopérant·e and nothing else, even
when its holder has other roles, for the person who made the card could have been its first reader
(network.middleware). It lasts half an hour without a gesture, unless the person says that the phone is hers.
"""

import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from maille.identity.models import User

SMALL = "small"
SEEN = "seen"
IDLE = 30 * 60
"""Seconds a small session lasts without a gesture."""
REFRESH = 2 * 60
"""Seconds between two notes of the last gesture."""


def open_session(request: HttpRequest, user: User, method: str, *, small: bool = False, mine: bool = False) -> None:
    """Sign in, under a new session key; `mine`: on the person's own phone."""
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if small:
        request.session[SMALL] = method
        request.session.set_expiry(settings.SESSION_COOKIE_AGE if mine else IDLE)
    record_authentication(request, user, method=method)
    note(request)


def note(request: HttpRequest) -> None:
    """Write down where this session is, as the person will see it in her account."""
    request.session[SEEN] = int(timezone.now().timestamp())
    UserSession.objects.create_from_request(request)
    if small := request.session.get(SMALL):
        UserSession.objects.filter(session_key=request.session.session_key).update(data={SMALL: small})


def is_small(request: HttpRequest) -> bool:
    """Whether this session was opened by a card or by a code read out."""
    return bool(request.session.get(SMALL))


def is_proven(request: HttpRequest) -> bool:
    """Whether a key, an authenticator application or a recovery code was used in this session.

    In the demonstration its sign-in links count as proof: its visitors have nothing to prove.
    """
    methods = {record["method"] for record in get_authentication_records(request, request.user)}
    return "mfa" in methods or (settings.DEMO and "demo" in methods)


def of(user: User) -> list[UserSession]:
    """Where this person is signed in, the last seen first; sessions that ended are forgotten on the way."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda each: each.last_seen_at, reverse=True)


def close(user: User, session_id: int) -> bool:
    """Close one of this person's sessions; whether there was one."""
    found = UserSession.objects.filter(user=user, pk=session_id).first()
    if found is None:
        return False
    found.end()
    return True


def close_others(request: HttpRequest, user: User) -> int:
    """Close every session of this person but the one asking; how many."""
    others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key or "")
    return end(others)


def close_small(user: User) -> int:
    """Close the sessions opened by a card or by a code read out; how many."""
    return end(UserSession.objects.filter(user=user, data__has_key=SMALL))


def end(sessions: Any) -> int:
    """Close these."""
    found = list(sessions)
    for session in found:
        session.end()
    return len(found)


def forget_ended() -> int:
    """Drop the notes of sessions that are no more; how many."""
    live = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    return int(UserSession.objects.filter(~Exists(live)).delete()[0])


class SeenMiddleware:
    """Notes the last gesture every few minutes: what keeps a small session alive, and what one's account shows."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        seen = request.session.get(SEEN)
        now = int(timezone.now().timestamp())
        if seen is not None and now - seen >= REFRESH and request.user.is_authenticated:
            request.session[SEEN] = now
            address = get_adapter().get_client_ip(request)
            UserSession.objects.filter(session_key=request.session.session_key).update(
                last_seen_at=datetime.datetime.fromtimestamp(now, datetime.UTC), ip=address
            )
        return self.get_response(request)
