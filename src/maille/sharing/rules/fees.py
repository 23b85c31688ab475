"""The fixed monthly contribution some hosts ask (field notes: "30 € a month, waived for people on minimum benefits";
"waived for the first six months").

Months are counted from the one the journey began in: it is the first, whatever the day.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Waived(StrEnum):
    """Why nothing is asked of somebody for a month."""

    STATUS = "status"
    FIRST = "first"


WHY = {
    Waived.STATUS: "dispense",
    Waived.FIRST: "premiers mois",
}

STATUSES = {
    "minimum": "Reçoit un minimum social (RSA, ASS, AAH…)",
    "student": "Étudie",
    "decision": "Décision de la structure de portage",
}
"""What a rule may waive: coded, without anything else of somebody's resources."""


@dataclass(frozen=True)
class FeeTerms:
    """What one rule asks, between two days, and of whom it asks nothing."""

    valid_from: datetime.date
    valid_to: datetime.date | None = None
    first_months_free: int = 0
    waived_statuses: frozenset[str] = frozenset()


def rank_of(month: datetime.date, began: datetime.date) -> int:
    """The how manieth month of the journey it is: 1 for the one it began in, 0 or less before."""
    return (month.year - began.year) * 12 + month.month - began.month + 1


def applies(terms: FeeTerms, month: datetime.date) -> bool:
    """Whether the rule asks something for that month: it is in force on the month's first day."""
    return terms.valid_from <= month and (terms.valid_to is None or month <= terms.valid_to)


def waived(terms: FeeTerms, month: datetime.date, began: datetime.date, statuses: Iterable[str]) -> Waived | None:
    """Why nothing is asked of somebody whose journey began that day and who has these statuses; None when it is."""
    if set(statuses) & terms.waived_statuses:
        return Waived.STATUS
    if rank_of(month, began) <= terms.first_months_free:
        return Waived.FIRST
    return None


def taken(balance: int, owed: Iterable[int]) -> tuple[list[bool], int]:
    """Which of these fees, the oldest first, the account can pay whole, and what it keeps; it never goes below zero."""
    done = []
    for cents in owed:
        pays = cents <= balance
        balance -= cents if pays else 0
        done.append(pays)
    return done, balance
