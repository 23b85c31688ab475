"""What somebody leaves behind with their journey, as apps above know it: told on the page where their exit is noted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from maille.journeys.models.journeys import Journey
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Left:
    """One thing left behind: in words, and the page where it is settled."""

    sentence: str
    route: str = ""
    number: int = 0
    label: str = ""


SPEAKERS: list[Callable[[Actor, Journey], Iterable[Left]]] = []
"""Apps above add theirs from their AppConfig.ready."""


def left_behind(actor: Actor, journey: Journey) -> list[Left]:
    """All that is to be settled with the person before or after they go."""
    return [each for speak in SPEAKERS for each in speak(actor, journey)]
