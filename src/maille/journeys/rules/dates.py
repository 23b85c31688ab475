"""Dates as the report counts them (design: "Durations are completed months between dates")."""

import calendar
import datetime


def completed_months(start: datetime.date, end: datetime.date) -> int:
    """Completed months from `start` to `end`, never negative.

    A month is complete on the same day of the next month, or on its last day where that day does not exist:
    31 January → 28/29 February is one month.
    """
    if end <= start:
        return 0
    months = (end.year - start.year) * 12 + end.month - start.month
    last_day = calendar.monthrange(end.year, end.month)[1]
    if end.day < min(start.day, last_day):
        months -= 1
    return months


def add_months(date: datetime.date, months: int) -> datetime.date:
    """The same day `months` later (or earlier), or the last day of a shorter month."""
    index = date.year * 12 + date.month - 1 + months
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def age_on(birth: datetime.date, date: datetime.date) -> int:
    """Completed years; born on 29 February, a year older on 1 March of a common year."""
    return date.year - birth.year - ((date.month, date.day) < (birth.month, birth.day))
