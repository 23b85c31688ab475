"""What each audience sees of a report: the network's, one KPA's, or some KPAs'."""

from collections.abc import Mapping

from maille.impact.rules.indicators import Counts
from maille.impact.rules.report import Figure, figures_from, hide
from maille.impact.rules.suppression import LIMITS, Unit, hide_in_subset, hide_small, unknowns_behind


def figures_of_unit(tables: Mapping[Unit, Counts], unit: Unit, audience: str) -> tuple[Figure, ...]:
    """The figures of the network (NETWORK) or of one KPA; `tables` holds the network and each KPA of the period."""
    figures = figures_from(tables.get(unit, {}))
    if not LIMITS[audience]:
        return figures
    hidden = hide_small(tables, audience)
    return hide(figures, hidden.keys(unit), hidden.unknowns(unit))


def figures_of_some(
    tables: Mapping[Unit, Counts], kpas: frozenset[int], together: Counts, audience: str
) -> tuple[Figure, ...]:
    """The figures of some KPAs taken together (`together`); `tables` as above."""
    figures = figures_from(together)
    if not LIMITS[audience]:
        return figures
    values = {figure.key: figure.count or 0 for figure in figures}
    values |= {
        f"?{row.indicator.dimension}": row.base - row.known
        for row in figures
        if row.base is not None and row.known is not None
    }
    hidden = hide_in_subset(values, kpas, hide_small(tables, audience), LIMITS[audience])
    return hide(figures, frozenset(key for key in hidden if not key.startswith("?")), unknowns_behind(hidden))
