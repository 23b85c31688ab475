"""What a rule gives: lines, each with the figures that explain it."""

from dataclasses import dataclass, field
from fractions import Fraction

from maille.activities.rules.exact import half_up


@dataclass(frozen=True)
class Line:
    """Cents for somebody, at one step. `figures` holds what `because` says, without any name: it may be stored."""

    step: int
    kind: str
    to: str
    amount: int
    figures: dict[str, object] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Result:
    """All the lines of a case, in order; none is zero, none is negative, and they add up to the income."""

    income: int
    lines: tuple[Line, ...]

    @property
    def totals(self) -> dict[str, int]:
        """Recipient → cents, in order of first appearance."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.to] = found.get(line.to, 0) + line.amount
        return found


def decimal(number: Fraction) -> str:
    """An exact number as a decimal string, to the nearest hundredth when it goes further: what figures hold."""
    whole, rest = divmod(half_up(number * 100), 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)
