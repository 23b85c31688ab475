"""A request as views meet it, once the middleware has said who is asking; and what a view raises to say "not yet"."""

import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from maille.network.models import Membership
from maille.network.rules.roles import Actor


class ActorRequest(HttpRequest):
    """What `ActorMiddleware` puts on every request."""

    actor: Actor
    today: datetime.date
    at: datetime.date
    """The day the page is asked for (`?au=`)."""
    memberships: list[Membership]
    """Those valid today, the oldest first."""
    htmx: HtmxDetails


class NothingYetError(Exception):
    """The page is among those of the reader's role, but no KPA is within reach: the middleware says what comes next.

    `register` is the address where a register makes KPAs, for who may.
    """

    def __init__(self, register: str = "") -> None:
        super().__init__()
        self.register = register
