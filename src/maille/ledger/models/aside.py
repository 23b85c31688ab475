"""Of what an account holds, what is not for pay: upper apps know it and tell it here, from their AppConfig.ready."""

from collections.abc import Callable, Iterable, Mapping

ASIDE: list[Callable[[Iterable[int]], Mapping[int, int]]] = []
"""Participants' numbers → cents each advanced and is to be given back."""


def aside_of(participants: Iterable[int]) -> dict[int, int]:
    """Participant → cents that are hers without being pay."""
    found = dict.fromkeys(participants, 0)
    for tell in ASIDE:
        for participant, cents in tell(list(found)).items():
            found[participant] += cents
    return found
