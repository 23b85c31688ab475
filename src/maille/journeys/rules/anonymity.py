"""What replaces the facts of an anonymised person, so that every figure of the past stays what it was.

Reports count an age at entry by bands and a time since registration by bands (impact.rules.dimensions): the replaced
dates depend on the true ones through these bands alone.
"""

import datetime
from collections.abc import Iterable

from maille.journeys.rules.dates import add_months, age_on, completed_months

AGE_LIMITS = (16, 25, 40, 55)
"""Years at which a band of ages begins; a test holds them to the report's."""
REGISTRATION_LIMITS = (6, 13, 25, 61)
"""Months at which a band of times since registration begins."""
REGISTERED_MONTHS = (3, 9, 18, 42, 84)
"""For each band, the months that stand for it."""
FIRST_NAME, LAST_NAME = "Personne", "anonymisée"
"""With the file's own number after them; they name nobody."""
OPEN_ENDED = 6
"""Years away from the limit of a band that has no other end."""


def coarse_birth(birth: datetime.date | None, entries: Iterable[datetime.date]) -> datetime.date | None:
    """A birth date of the same age band at each of these entries, told by the bands alone; None without any entry."""
    entries = list(entries)
    if birth is None or not entries:
        return None
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    for entry in entries:
        age = age_on(birth, entry)
        reached = [limit for limit in AGE_LIMITS if limit <= age]
        ahead = [limit for limit in AGE_LIMITS if limit > age]
        if reached:
            last = years_before(entry, reached[-1])
            latest = last if latest is None else min(latest, last)
        if ahead:
            first = years_before(entry, ahead[0]) + datetime.timedelta(days=1)
            earliest = first if earliest is None else max(earliest, first)
    if earliest is None or latest is None:
        return one_sided(earliest, latest)
    middle = earliest + (latest - earliest) // 2
    january = [datetime.date(year, 1, 1) for year in (middle.year, middle.year + 1)]
    return next((day for day in january if earliest <= day <= latest), middle)


def one_sided(earliest: datetime.date | None, latest: datetime.date | None) -> datetime.date:
    """A first of January on the open side of a band that has one limit only."""
    if latest is not None:
        return datetime.date(latest.year - OPEN_ENDED, 1, 1)
    assert earliest is not None  # noqa: S101 - every age is below a limit or above one
    return datetime.date(earliest.year + OPEN_ENDED, 1, 1)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The latest birth date of somebody who is `years` old that day (rules.dates.age_on)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def coarse_registration(registered_on: datetime.date | None, entered_on: datetime.date) -> datetime.date | None:
    """A registration of the same band before the entry.

    One after the entry stays as it is: whether it fell within a period depends on the period's very last day.
    """
    if registered_on is None or registered_on > entered_on:
        return registered_on
    months = completed_months(registered_on, entered_on)
    band = sum(1 for limit in REGISTRATION_LIMITS if months >= limit)
    return add_months(entered_on, -REGISTERED_MONTHS[band])
