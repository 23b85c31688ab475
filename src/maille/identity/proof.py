"""A fresh proof of identity, asked before what would let somebody else stay in: adding or removing a passkey.

A code by e-mail or one of one's keys, whichever was last used to sign in or here, counts for ten minutes.
"""

import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import ratelimit
from allauth.core.internal.httpkit import add_query_params
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from maille.identity import strength
from maille.identity.actions.messages import send_message
from maille.identity.models import User

SECONDS = 10 * 60
ATTEMPTS = 3
STATE = "identity_proof"
SMALL = {"card", "spoken_code"}
"""Ways in that prove too little to change the others: somebody else made the card, or read the code."""

View = Callable[..., HttpResponseBase]


def required(view: View) -> View:
    """Ask for a fresh proof first, then come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return redirect(add_query_params(reverse("identity:prove"), {"next": request.path}))

    return guarded


def is_fresh(request: HttpRequest) -> bool:
    """Whether this browser gave a proof in the last ten minutes."""
    records = [each for each in get_authentication_records(request, request.user) if each["method"] not in SMALL]
    if strength.must_use_key(cast(User, request.user)):
        records = [each for each in records if each["method"] == "mfa"]
    return any(time.time() - record["at"] < SECONDS for record in records[-1:])


def next_page(request: HttpRequest, otherwise: str = "identity:account") -> str:
    """Where to go back to, on this site only."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else reverse(otherwise)


def send_code(request: HttpRequest, user: User) -> bool:
    """Send a code to the person's own address; False past the limits (those of signing in)."""
    if not user.email or not ratelimit.consume(request, action="request_login_code", key=user.email):
        return False
    code = get_adapter().generate_login_code()
    request.session[STATE] = {"code": code, "at": time.time(), "failures": 0}
    text = render_to_string("identity/proof_code.txt", {"code": code})
    sent = send_message(
        user.email,
        purpose="proof_code",
        subject="Votre code de confirmation Maille",
        text=text,
        now=timezone.now(),
        secret=True,
        user=user,
    )
    return sent.left


def sent(request: HttpRequest) -> bool:
    """Whether a code is on its way and still good."""
    state: dict[str, Any] = request.session.get(STATE) or {"at": 0}
    at: float = state["at"]
    return time.time() - at < SECONDS


def expected_code(request: HttpRequest) -> str:
    """The code sent."""
    code: str = request.session[STATE]["code"]
    return code


def same(given: str, expected: str) -> bool:
    """Compare two codes in constant time, whatever spaces the person typed."""
    return secrets.compare_digest("".join(given.split()).encode(), expected.encode())


def accept_code(request: HttpRequest, user: User) -> None:
    """The code was right: it counts for ten minutes, and serves once."""
    request.session.pop(STATE, None)
    record_authentication(request, user, method="code", email=user.email, reauthenticated=True)


def count_failure(request: HttpRequest) -> bool:
    """Whether another try is allowed."""
    state = request.session[STATE]
    state["failures"] += 1
    if state["failures"] >= ATTEMPTS:
        request.session.pop(STATE)
        return False
    request.session.modified = True
    return True
