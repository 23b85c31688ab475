"""Two rules side by side on the same cases: who gets what under each."""

from collections.abc import Iterable
from dataclasses import dataclass

from maille.sharing.rules.results import Result


@dataclass(frozen=True)
class Row:
    """What one recipient gets under each rule, in cents."""

    to: str
    first: int
    second: int

    @property
    def difference(self) -> int:
        """What the second rule changes."""
        return self.second - self.first


def side_by_side(pairs: Iterable[tuple[Result, Result]]) -> list[Row]:
    """Each recipient's total over all these cases, in order of first appearance; both sides add up to the income.

    Raises ValueError when the two results of a case do not share the same income: they are not of the same case.
    """
    found: dict[str, tuple[int, int]] = {}
    for first, second in pairs:
        if first.income != second.income:
            raise ValueError("two results of different cases")
        for rank, result in enumerate((first, second)):
            for to, cents in result.totals.items():
                had = found.get(to, (0, 0))
                found[to] = (had[0] + cents, had[1]) if rank == 0 else (had[0], had[1] + cents)
    return [Row(to, *each) for to, each in found.items()]
