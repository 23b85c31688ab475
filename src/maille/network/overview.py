"""Columns other apps add to the network at a glance (docs/decisions: "Columns of the network at a glance").

The network is below journeys and may not import it; an app above registers what it counts, from its `AppConfig.ready`:

    overview.register(Column("people", "Personnes dans le KPA", counts))
"""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from maille.network.rules.roles import Actor

Counts = Callable[[Actor, Collection[int], datetime.date], Mapping[int, int | None]]


@dataclass(frozen=True)
class Column:
    """One count per KPA on a day; what the actor may not be told is absent, a count too small to be told is None."""

    key: str
    heading: str
    counts: Counts
    """(who asks, KPA ids, the day) → count per KPA id, in a constant number of queries."""


@dataclass(frozen=True)
class Counted:
    """A column with its counts on a day, and their sum when it gives no hidden count away."""

    column: Column
    by_kpa: Mapping[int, int | None]

    @property
    def total(self) -> int | None:
        """The sum, or None when a count is hidden: the difference would tell it."""
        counts = list(self.by_kpa.values())
        told = [count for count in counts if count is not None]
        return sum(told) if counts and len(told) == len(counts) else None


COLUMNS: dict[str, Column] = {}


def register(column: Column) -> None:
    """Add a column, in the order of registration; the same key replaces it."""
    COLUMNS[column.key] = column


def counted(actor: Actor, kpas: Collection[int], date: datetime.date) -> list[Counted]:
    """Every column counted for these KPAs on that day; those with nothing to tell this actor are left out."""
    filled = [Counted(column, column.counts(actor, kpas, date)) for column in COLUMNS.values()]
    return [each for each in filled if each.by_kpa]
