"""A request as views meet it, once the middleware has said who is asking."""

import datetime

from django.http import HttpRequest

from maille.network.rules.roles import Actor


class ActorRequest(HttpRequest):
    """What `ActorMiddleware` puts on every request."""

    actor: Actor
    today: datetime.date
    at: datetime.date
    """The day the page is asked for (`?au=`)."""
