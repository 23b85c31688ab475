"""How long a card rests after wrong tries: short at first, long for who insists."""

import datetime

FREE_TRIES = 5
"""Before the first rest."""
BETWEEN = 3
"""Tries between two rests, afterwards."""
FIRST = datetime.timedelta(minutes=15)
LONGEST = datetime.timedelta(hours=24)
FORGET = datetime.timedelta(days=2)
"""After this long without a try, wrong tries are forgotten."""


def rest_after(failures: int) -> datetime.timedelta | None:
    """The rest that starts with this many wrong tries in a row: 15 min at 5, 30 at 8, 1 h at 11… 24 h at most.

    A thief of the card alone thus has a few tries a day among ten thousand secret codes.
    """
    if failures < FREE_TRIES or (failures - FREE_TRIES) % BETWEEN:
        return None
    return min(LONGEST, FIRST * (1 << min((failures - FREE_TRIES) // BETWEEN, 10)))


def tries_left(failures: int) -> int:
    """How many tries remain before the next rest."""
    if failures < FREE_TRIES:
        return FREE_TRIES - failures
    return BETWEEN - (failures - FREE_TRIES) % BETWEEN


def in_words(rest: datetime.timedelta) -> str:
    """A rest as people say it: "15 minutes", "2 heures"; rounded up."""
    minutes = -(-int(rest.total_seconds()) // 60)
    if minutes < 90:
        return "1 minute" if minutes <= 1 else f"{minutes} minutes"
    return f"{-(-minutes // 60)} heures"
