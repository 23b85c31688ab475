"""The claims problem: a pot too small for what is claimed from it (O'Neill 1982).

Each method takes a pot and claims in whole cents, the claims adding up to at least the pot, and gives exact awards:
between nothing and the claim, adding up to the pot.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction


def proportional(pot: int, claims: Sequence[int]) -> list[Fraction]:
    """Everybody gets the same part of their claim."""
    total = sum(claims)
    return [Fraction(pot * claim, total) if total else Fraction(0) for claim in claims]


def equal_awards(pot: int, claims: Sequence[int]) -> list[Fraction]:
    """Everybody gets the same, up to their claim (constrained equal awards)."""
    level, left = Fraction(0), Fraction(pot)
    ascending = sorted(claims)
    for rank, claim in enumerate(ascending):
        level = left / (len(ascending) - rank)
        if claim >= level:
            break
        left -= claim
    return [min(Fraction(claim), level) for claim in claims]


def equal_losses(pot: int, claims: Sequence[int]) -> list[Fraction]:
    """Everybody gives up the same, never below zero (constrained equal losses)."""
    losses = equal_awards(sum(claims) - pot, claims)
    return [claim - loss for claim, loss in zip(claims, losses, strict=True)]


METHODS: dict[str, Callable[[int, Sequence[int]], list[Fraction]]] = {
    "proportional": proportional,
    "equal_awards": equal_awards,
    "equal_losses": equal_losses,
}
"""Name of the shortage rule → method."""
