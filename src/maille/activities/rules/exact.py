"""Exact amounts, and the only two ways they become cents (design: "Sharing money", rounding)."""

from collections.abc import Sequence
from fractions import Fraction


def half_up(amount: Fraction) -> int:
    """Cents nearest to an exact amount of cents; a half goes up."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def largest_remainder(shares: Sequence[Fraction], total: int) -> list[int]:
    """Whole cents that add up to `total`, for exact shares that do, or whose sum was itself rounded to it.

    Each share is floored to the cent; the cents left go to the largest fractional parts, ties to the first listed.
    ValueError when the shares are a cent or more away from the total.
    """
    if abs(sum(shares, Fraction(0)) - total) >= 1:
        raise ValueError("shares must add up to the total")
    cents = [share.numerator // share.denominator for share in shares]
    left = total - sum(cents)
    if left:
        by_part = sorted(range(len(shares)), key=lambda each: cents[each] - shares[each])
        for each in by_part[:left]:
            cents[each] += 1
    return cents
