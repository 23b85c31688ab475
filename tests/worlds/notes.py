"""One of each thing of this piece."""

from typing import Any

from maille.identity.models import User
from maille.journeys.models import Journey
from maille.network.models import Organisation
from tests.cast import Cast

THING_OF: dict[str, str] = {}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {}
"""Name of an address → parameters that name no thing."""


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    return {}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    return ()
