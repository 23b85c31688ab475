"""What apps above do when an invitation is accepted, in the same transaction: all of it happens, or none.

The network is below them and may not import them; an app above registers what follows, from its `AppConfig.ready`:

    accepted.register("journeys", link_account)

A follower that raises ValidationError refuses the acceptance, and its sentence is shown to the invited person.
"""

import datetime
from collections.abc import Callable

from maille.identity.models import User
from maille.network.models import Invitation

Follower = Callable[[Invitation, User, datetime.datetime, datetime.date], None]
"""(the invitation, whose role is given already; who accepts; when; which day there)."""

FOLLOWERS: dict[str, Follower] = {}


def register(key: str, follower: Follower) -> None:
    """Add what follows an acceptance; the same key replaces it."""
    FOLLOWERS[key] = follower


def tell(invitation: Invitation, user: User, now: datetime.datetime, today: datetime.date) -> None:
    """Let every app do its part."""
    for follower in FOLLOWERS.values():
        follower(invitation, user, now, today)
