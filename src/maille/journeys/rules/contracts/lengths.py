"""How long contracts last, added up exactly.

A run of days is counted as a court counts it, from date to date (C. proc. civ. art. 641): so many whole months from its
first day, then the days left over. Periods that touch or overlap are one run first, so that 1 January–15 March followed
by 16 March–31 December is twelve months, not twelve months and a day. Runs apart in time are added: months with months,
days left over with days left over, every thirty of these making a month (our choice, where the law is silent; thirty,
the month of payrolls, leans towards stopping a day early rather than a day late).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from maille.journeys.rules.dates import add_months, completed_months

ONE_DAY = datetime.timedelta(days=1)
DAYS_OF_A_MONTH = 30
"""Days left over by separate runs that make one month together."""

Span = tuple[datetime.date, datetime.date]
"""First and last day, both included."""


@dataclass(frozen=True, order=True)
class Length:
    """So many months and so many days (fewer than thirty)."""

    months: int = 0
    days: int = 0

    @classmethod
    def of(cls, months: int, days: int) -> "Length":
        """Every thirty days are carried over as a month."""
        return cls(months + days // DAYS_OF_A_MONTH, days % DAYS_OF_A_MONTH)

    def __add__(self, other: "Length") -> "Length":
        return Length.of(self.months + other.months, self.days + other.days)

    def __bool__(self) -> bool:
        return self != Length()

    def __str__(self) -> str:
        days = f"{self.days} jour{'s' if self.days > 1 else ''}"
        if not self.months:
            return days
        return f"{self.months} mois et {days}" if self.days else f"{self.months} mois"

    def exceeds(self, months: int) -> bool:
        """Whether it is longer than so many months."""
        return self > Length(months)

    @property
    def in_days(self) -> int:
        """For drawing only: months of thirty days."""
        return self.months * DAYS_OF_A_MONTH + self.days


def runs(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap joined; empty ones (end before start) left out."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] <= span[1]):
        if joined and start - ONE_DAY <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def length_of_run(start: datetime.date, end: datetime.date) -> Length:
    """Whole months from `start`, then the days left over; both days count."""
    after = min(end, datetime.date.max - ONE_DAY) + ONE_DAY
    months = completed_months(start, after)
    return Length.of(months, (after - add_months(start, months)).days)


def length(spans: Iterable[Span]) -> Length:
    """All of them together; a day is never counted twice."""
    total = Length()
    for start, end in runs(spans):
        total += length_of_run(start, end)
    return total


def last_day(start: datetime.date, months: int) -> datetime.date:
    """The last day of so many months begun on `start`."""
    return add_months(start, months) - ONE_DAY
