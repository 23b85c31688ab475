"""Whom to call first: who may work that day, then who had the least work lately.

"Lately" is the eight weeks before the day asked: the hours written down, and the shifts people are on whose hours are
not written down yet (mission, "who had the least work lately"). The eight weeks to come count too: what
is promised is work.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

WEEKS = 8


@dataclass(frozen=True)
class Candidate:
    """Somebody who might come: minutes of work lately, and what stops them, "" when they may work that day."""

    key: str
    """What names are sorted by; ends with what tells two of the same name apart."""
    minutes: int = 0
    lacking: str = ""


def least_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those who may work first; among them the least work first, then names. The order of arrival changes nothing."""
    return sorted(candidates, key=lambda each: (bool(each.lacking), each.minutes, each.key))


def window(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and last day that count as lately: the eight weeks before, and as many to come."""
    return day - datetime.timedelta(weeks=WEEKS), day + datetime.timedelta(weeks=WEEKS)


def spoken(minutes: int) -> str:
    """Work in words: « 12 h 30 », « aucune heure »."""
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return "aucune heure"
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
