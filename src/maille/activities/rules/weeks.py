"""Weeks of a planning: which one an address asks for, its days, its neighbours."""

import datetime
from dataclasses import dataclass

ONE_DAY = datetime.timedelta(days=1)
FIRST, LAST = datetime.date(2000, 1, 3), datetime.date(2199, 12, 30)


@dataclass(frozen=True)
class Week:
    """From Monday to Sunday."""

    monday: datetime.date

    @property
    def days(self) -> list[datetime.date]:
        """Its seven days."""
        return [self.monday + ONE_DAY * rank for rank in range(7)]

    @property
    def sunday(self) -> datetime.date:
        """Its last day."""
        return self.monday + ONE_DAY * 6

    @property
    def next(self) -> "Week":
        """The week after."""
        return Week(self.monday + ONE_DAY * 7)

    @property
    def previous(self) -> "Week":
        """The week before."""
        return Week(self.monday - ONE_DAY * 7)


def week_of(day: datetime.date) -> Week:
    """The week of that day, within what a calendar holds."""
    day = min(max(day, FIRST), LAST)
    return Week(day - ONE_DAY * day.weekday())


def asked(text: str, today: datetime.date) -> Week:
    """The week written in an address as any of its days; this week when it is no day."""
    try:
        return week_of(datetime.date.fromisoformat(text))
    except ValueError:
        return week_of(today)
