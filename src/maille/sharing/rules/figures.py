"""A KPA's work and money over a period, as one line; small groups are kept back from who cannot open their files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

FEWEST = 5
"""People under which hours and money say too much of each (mission rules: internal aggregates under 5)."""


@dataclass(frozen=True)
class Figures:
    """Counts, minutes and cents of one KPA, or of several added up."""

    jobs: int = 0
    """Done or closed, budgets apart."""
    people: int = 0
    """Who gave time."""
    hours: Mapping[tuple[str, bool], int] = field(default_factory=dict)
    """(Nature of the work, paid or not) → minutes."""
    income: int = 0
    """Cents excluding tax, by the day received."""
    cooperants: int = 0
    """Cents shared to them in the period, costs given back included; so for those below."""
    team: int = 0
    collective: int = 0
    host: int = 0
    funds: int = 0
    given_back: int = 0
    """Of what people received, costs they had advanced."""
    hidden: bool = False
    """So few people that hours and money to people are kept back."""

    @property
    def minutes(self) -> int:
        """All the work."""
        return sum(self.hours.values())

    @property
    def unpaid(self) -> int:
        """Minutes not to be paid."""
        return sum(minutes for (_, paid), minutes in self.hours.items() if not paid)

    @property
    def unpaid_percent(self) -> int | None:
        """Half up; None when nobody worked."""
        return (200 * self.unpaid + self.minutes) // (2 * self.minutes) if self.minutes else None

    @property
    def shared(self) -> int:
        """Cents that left the pots in the period."""
        return self.cooperants + self.team + self.collective + self.host + self.funds


def kept_back(figures: Figures) -> Figures:
    """Without what would tell of each person when so few gave time or received money; nothing to hide in an empty one.

    What goes to the collective, the host and the funds stays: it is not somebody's.
    """
    if figures.people >= FEWEST or not (figures.people or figures.cooperants or figures.team):
        return figures
    return Figures(
        jobs=figures.jobs,
        income=figures.income,
        collective=figures.collective,
        host=figures.host,
        funds=figures.funds,
        hidden=True,
    )


def added(lines: Iterable[Figures]) -> Figures:
    """Several KPAs together; a KPA kept back counts for what it shows."""
    lines = list(lines)
    hours: dict[tuple[str, bool], int] = {}
    for line in lines:
        for kind, minutes in line.hours.items():
            hours[kind] = hours.get(kind, 0) + minutes
    numbers = {
        each.name: sum(getattr(line, each.name) for line in lines)
        for each in fields(Figures)
        if each.name not in {"hours", "hidden"}
    }
    return Figures(hours=hours, hidden=any(line.hidden for line in lines), **numbers)
