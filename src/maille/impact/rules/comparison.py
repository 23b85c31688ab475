"""Two periods side by side: both figures and the difference in points, nothing more.

No test of significance, no trend: the people of two periods are partly the same, and bases are often small.
"""

from dataclasses import dataclass

from maille.impact.rules.indicators import Indicator
from maille.impact.rules.report import Figure, Report


@dataclass(frozen=True)
class Pair:
    """One indicator in two periods; a figure is None where its report has no such row (a department nobody met)."""

    indicator: Indicator
    first: Figure | None
    second: Figure | None
    points: int | None
    """Second share minus first, in points of the printed (rounded) shares; None when one is missing or hidden."""


@dataclass(frozen=True)
class Comparison:
    """Two reports of the same KPAs for the same audience."""

    first: Report
    second: Report
    pairs: tuple[Pair, ...]

    def section(self, section: str) -> tuple[Pair, ...]:
        """The pairs of one section, in order."""
        return tuple(pair for pair in self.pairs if pair.indicator.section == section)


def compare(first: Report, second: Report) -> Comparison:
    """Each indicator of either report, in the table's order; ValueError when the reports are not of the same kind."""
    if (first.audience, first.kpas) != (second.audience, second.kpas):
        raise ValueError("Deux bilans se comparent pour les mêmes KPA et la même diffusion.")
    left, right = ({figure.key: figure for figure in report.figures} for report in (first, second))
    order: dict[str, Indicator] = {}
    for figure in first.figures:
        order.update(added_departments(figure, second))
        order.setdefault(figure.key, figure.indicator)
    return Comparison(first, second, tuple(pair(row, left.get(key), right.get(key)) for key, row in order.items()))


def added_departments(figure: Figure, second: Report) -> dict[str, Indicator]:
    """Before `department.unknown`, the departments met in the second period."""
    if figure.key != "department.unknown":
        return {}
    return {other.key: other.indicator for other in second.family("department") if other.key != figure.key}


def pair(row: Indicator, first: Figure | None, second: Figure | None) -> Pair:
    """Both figures and the difference; a department missing from one period counts nobody there."""
    shares = [share(figure, other) for figure, other in ((first, second), (second, first))]
    points = None if None in shares else (shares[1] or 0) - (shares[0] or 0)
    return Pair(row, first, second, points)


def share(figure: Figure | None, other: Figure | None) -> int | None:
    """The printed share; zero for a row absent where the other has one."""
    if figure is None:
        return 0 if other is not None and other.pct is not None else None
    return figure.pct
