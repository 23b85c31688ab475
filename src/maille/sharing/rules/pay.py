"""Drawing pay: which month a request is for, what may be asked, what may follow what.

The host collects requests until a day of the month; later ones are for the next month (field notes, "a host's real
routine"). A draw never exceeds the balance (design: "Around the rule").
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

LAST_CUT_OFF = 28
"""Every month has that day."""


class Step(StrEnum):
    """Where a request stands, or what happens to it."""

    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    CHECKED = "checked"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PAID = "paid"


NEXT: dict[Step, frozenset[Step]] = {
    Step.ASKED: frozenset({Step.WITHDRAWN, Step.CHECKED, Step.RETURNED}),
    Step.CHECKED: frozenset({Step.ACCEPTED, Step.RETURNED}),
    Step.ACCEPTED: frozenset({Step.PAID, Step.RETURNED}),
    Step.WITHDRAWN: frozenset(),
    Step.RETURNED: frozenset(),
    Step.PAID: frozenset(),
}
"""State → what may follow. A returned or withdrawn request is over: the person makes a new one."""

WAITING = frozenset({Step.ASKED, Step.CHECKED, Step.ACCEPTED})
"""States in which the money is asked and not yet paid."""


@dataclass(frozen=True)
class CutOff:
    """From a month on (its first day), requests are collected until this day of the month."""

    since: datetime.date
    day: int


def month_of(day: datetime.date) -> datetime.date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(month: datetime.date) -> datetime.date:
    """The first day of the month after."""
    return datetime.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: datetime.date) -> datetime.date:
    """The first day of the month before."""
    return (month.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


def last_day(month: datetime.date) -> datetime.date:
    """The last day of the month."""
    return next_month(month) - datetime.timedelta(days=1)


def cut_off_of(month: datetime.date, calendar: Iterable[CutOff]) -> datetime.date:
    """The last day on which requests for that month are taken: by the calendar in force on the month's first day.

    Without a calendar, the month's last day. A calendar begins with a month: one month has one cut-off.
    """
    known = [each for each in calendar if each.since <= month]
    if not known:
        return last_day(month)
    return month.replace(day=max(known, key=lambda each: each.since).day)


def month_asked(day: datetime.date, calendar: Sequence[CutOff]) -> datetime.date:
    """The month that a request of that day is for: the day's own up to the cut-off, the next one after."""
    month = month_of(day)
    return month if day <= cut_off_of(month, calendar) else next_month(month)


def next_cut_off(day: datetime.date, calendar: Sequence[CutOff]) -> datetime.date:
    """Until when, from that day, a request is for the same month."""
    return cut_off_of(month_asked(day, calendar), calendar)


def state_of(events: Iterable[Step]) -> Step:
    """Where a request stands after these events, in the order they happened."""
    state = Step.ASKED
    for each in events:
        state = each
    return state


def available(balance: int, waiting: Iterable[int]) -> int:
    """What may still be asked: the balance less what is asked and not yet paid; never less than zero."""
    return max(balance - sum(waiting), 0)


def refundable(reimbursed: int, given_back: int, waiting: Iterable[int]) -> int:
    """What may still be asked of expenses advanced: reimbursed by the rule, less given back, less already asked."""
    return max(reimbursed - given_back - sum(waiting), 0)


def problems(pay: int, refund: int, *, available: int, refundable: int) -> dict[str, str]:
    """Why an amount cannot be asked, by field: a key of MESSAGES; empty when it can. 0 € is a request like another."""
    found: dict[str, str] = {}
    if pay < 0 or refund < 0:
        found["pay" if pay < 0 else "refund"] = "negative"
    elif refund > refundable:
        found["refund"] = "not_advanced"
    elif pay + refund > available:
        found["pay" if pay else "refund"] = "beyond_balance"
    elif pay > available - refundable:
        found["pay"] = "advanced"
    return found


def draw_allowed(pay: int, refund: int, asked: int, balance: int, other_accepted: int) -> int:
    """Cents missing for a payslip to be recorded; 0 when the balance carries it.

    What is promised (accepted of other months, expenses to give back) is not touched by paying more than was asked.
    """
    total = pay + refund
    kept = other_accepted if total > asked else 0
    return max(total - max(balance - kept, 0), 0) if total else 0
