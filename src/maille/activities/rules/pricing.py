"""What making an offer costs, the price that pays it, and what an hour earns at a price: exact until the last cent.

The host's contribution is a percentage of the gross margin (price − materials), as its scale's first bracket asks
(mission, "real scales of a host's contribution"); what is left of the margin pays the hours.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from maille.activities.rules.exact import largest_remainder


class PriceError(ValueError):
    """No price pays this; the message says why, in French."""


@dataclass(frozen=True)
class Material:
    """Something bought to make one unit: so much of it, at so many cents."""

    quantity: Fraction
    unit_cents: int

    @property
    def cents(self) -> Fraction:
        """Exact cents."""
        return self.quantity * self.unit_cents


@dataclass(frozen=True)
class Cost:
    """What one unit takes: materials, work at a target an hour, and the host's percentage of the margin."""

    materials: Fraction
    minutes: int
    target_rate: int
    """Cents an hour should earn."""
    host_rate: Fraction
    """Percent of the margin; under 100."""

    def __post_init__(self) -> None:
        if not 0 <= self.host_rate < 100:
            raise PriceError("La contribution à la structure de portage va de 0 à moins de 100 %.")

    @property
    def hours(self) -> Fraction:
        """Hours of work."""
        return Fraction(self.minutes, 60)

    @property
    def work(self) -> Fraction:
        """Exact cents the hours should earn."""
        return self.hours * self.target_rate

    @property
    def suggested(self) -> int:
        """The lowest price, in cents, at which each hour earns its target once materials and the host are paid."""
        return math.ceil(self.materials + self.work / (1 - self.host_rate / 100))


@dataclass(frozen=True)
class Margin:
    """Where a price goes, in exact cents that add up to it; nothing is left for hours when materials cost more."""

    price: int
    materials: Fraction
    margin: Fraction
    """Price less materials; it may be negative."""
    host: Fraction
    left: Fraction
    """For the people who work: the margin less the host's part."""
    hourly: Fraction | None
    """Cents one hour really earns; None when no work is counted."""

    @property
    def shown(self) -> tuple[int, int, int]:
        """Materials, host and what is left in whole cents that add up to the price."""
        materials, host, left = largest_remainder((self.materials, self.host, self.left), self.price)
        return materials, host, left

    @property
    def percent(self) -> Fraction | None:
        """The margin in percent of the price; None at no price."""
        return self.margin * 100 / self.price if self.price else None


def cost_of(materials: Iterable[Material], minutes: int, target_rate: int, host_rate: Fraction) -> Cost:
    """What one unit takes. PriceError when the host would take everything."""
    return Cost(sum((each.cents for each in materials), Fraction(0)), minutes, target_rate, host_rate)


def margin_at(cost: Cost, price: int) -> Margin:
    """Where this price goes. The host asks nothing of a margin below zero."""
    margin = price - cost.materials
    host = max(margin, Fraction(0)) * cost.host_rate / 100
    left = margin - host
    return Margin(price, cost.materials, margin, host, left, left / cost.hours if cost.minutes else None)
