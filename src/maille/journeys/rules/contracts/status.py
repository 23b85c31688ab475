"""Where a contract stands on a day, what is announced before its end, and who must sign."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from maille.journeys.rules.contracts.facts import FOREVER, Held, Limits, Period
from maille.journeys.rules.dates import age_on

ADULT = 18
"""Years; younger, the legal representative signs too (C. civ. art. 388 and 388-1-1)."""
PERSON, REPRESENTATIVE, HOST = "person", "representative", "host"
SIGNING_SOON = datetime.timedelta(days=14)
"""A contract that starts this soon, or should have, and is not signed, is shown as waiting (our choice)."""


class Status(StrEnum):
    """What can be said of a contract on a day; nobody works but under a running one."""

    DRAFT = "draft"
    TO_SIGN = "to_sign"
    TO_BEGIN = "to_begin"
    RUNNING = "running"
    ENDED = "ended"
    TERMINATED = "terminated"


STATUS_NAMES = {
    Status.DRAFT: "En préparation",
    Status.TO_SIGN: "À signer",
    Status.TO_BEGIN: "Signé, pas encore commencé",
    Status.RUNNING: "En cours",
    Status.ENDED: "Terminé",
    Status.TERMINATED: "Rompu",
}
TONES = {
    Status.DRAFT: "attention",
    Status.TO_SIGN: "attention",
    Status.TO_BEGIN: "neutral",
    Status.RUNNING: "good",
    Status.ENDED: "neutral",
    Status.TERMINATED: "neutral",
}


@dataclass(frozen=True)
class Standing:
    """A contract on a day."""

    status: Status
    current: Period | None = None
    """The signed period that covers the day."""
    ends_on: datetime.date | None = None
    """The last day signed so far, or of the early end; None when it has no end, or nothing is signed."""
    draft: Period | None = None
    """What is prepared and not signed that day: the first period, or a renewal."""

    @property
    def covers(self) -> bool:
        """Whether it is signed, begun and not over: what working asks of a contract."""
        return self.status == Status.RUNNING

    def days_left(self, day: datetime.date) -> int | None:
        """Days from `day` to the last one, negative once past; None without end."""
        return None if self.ends_on is None else (self.ends_on - day).days


def standing_on(held: Held, day: datetime.date) -> Standing:
    """Where it stands on `day`: what is signed later is not signed yet, even when it should have begun before."""
    signed = [period for period in held.signed if period.signed_on is not None and period.signed_on <= day]
    draft = next((period for period in held.periods if period not in signed), None)
    cut = held.ended_early_on or FOREVER
    ends = min(max((period.last_day for period in signed), default=FOREVER), cut)
    ends_on = None if ends == FOREVER else ends
    if day > cut:
        return Standing(Status.TERMINATED, None, cut, None)
    if not signed:
        issued = draft is not None and draft.issued
        return Standing(Status.TO_SIGN if issued else Status.DRAFT, None, None, draft)
    current = next((period for period in signed if period.started_on <= day <= period.last_day), None)
    if current is not None:
        return Standing(Status.RUNNING, current, ends_on, draft)
    if any(period.started_on > day for period in signed):
        return Standing(Status.TO_BEGIN, None, ends_on, draft)
    return Standing(Status.ENDED, None, ends_on, draft)


ORDER = (Status.RUNNING, Status.TO_BEGIN, Status.TO_SIGN, Status.DRAFT, Status.ENDED, Status.TERMINATED)
"""Which of several contracts is told first: the one people work under, else the one to come, else the latest over."""


def notice_of(limits: Limits, ends_on: datetime.date | None, day: datetime.date) -> int | None:
    """The notice reached: 60 from sixty days before the end, 30 from thirty; None before, and without end."""
    if ends_on is None:
        return None
    left = (ends_on - day).days
    reached = [notice for notice in limits.notice_days if left <= notice]
    return min(reached, default=None)


def parties(birth: datetime.date, signed_on: datetime.date) -> tuple[str, ...]:
    """Who must sign that day: the person, the legal representative of a minor, the host (its countersignature)."""
    minor = age_on(birth, signed_on) < ADULT
    return (PERSON, REPRESENTATIVE, HOST) if minor else (PERSON, HOST)
