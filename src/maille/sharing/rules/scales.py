"""Marginal brackets: each slice of the margin pays its own rate (mission, "real scales of a host's contribution")."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Bracket:
    """Up to `up_to` cents (None: without end), this rate, in percent."""

    up_to: int | None
    rate: Fraction


@dataclass(frozen=True)
class Slice:
    """The part of an amount that falls into one bracket: cents, rate in percent, exact cents due."""

    amount: int
    rate: Fraction

    @property
    def due(self) -> Fraction:
        """What this slice pays."""
        return self.amount * self.rate / 100


def slices(scale: tuple[Bracket, ...], start: int, end: int) -> list[Slice]:
    """What lies between two amounts of cents, bracket by bracket; nothing below zero, empty slices left out."""
    found, low = [], 0
    for bracket in scale:
        top = end if bracket.up_to is None else min(end, bracket.up_to)
        amount = top - max(start, low)
        if amount > 0:
            found.append(Slice(amount, bracket.rate))
        if bracket.up_to is not None:
            low = bracket.up_to
    return found
