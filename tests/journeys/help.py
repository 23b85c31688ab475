"""What the journeys' tests share: actors of the cast, on the day of the tests."""

import datetime

from maille.identity.models import User
from maille.network.access import actor_for
from maille.network.rules.roles import Actor

TODAY = datetime.date(2026, 6, 15)
D = datetime.date


def acting(user: User, today: datetime.date = TODAY) -> Actor:
    """The actor `user` is on that day."""
    return actor_for(user, None, today)
