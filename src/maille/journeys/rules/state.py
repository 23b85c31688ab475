"""Where a journey stands on a given day: the whole of "state at a date" is here.

Days are inclusive at both ends: on the day of the exit the journey is still under way.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from maille.journeys.rules.dates import add_months, completed_months
from maille.journeys.rules.facts import Facts, Pause

END = {"exit": "left", "transfer": "moved"}


class Status(StrEnum):
    """What can be said of a journey on a day."""

    NOT_YET = "not_yet"
    UNDER_WAY = "under_way"
    SUSPENDED = "suspended"
    LEFT = "left"
    MOVED = "moved"


STATUS_NAMES = {
    Status.NOT_YET: "Pas encore entré·e",
    Status.UNDER_WAY: "En cours",
    Status.SUSPENDED: "En pause",
    Status.LEFT: "Sorti·e",
    Status.MOVED: "Parti·e dans un autre KPA",
}


@dataclass(frozen=True)
class State:
    """A journey on a day. `months` are completed months since entry, up to the exit."""

    status: Status
    months: int = 0
    stage: str = ""
    stage_since: datetime.date | None = None
    referent: str = ""
    pause: Pause | None = None
    planned_end: datetime.date | None = None

    @property
    def is_open(self) -> bool:
        """Under way or paused."""
        return self.status in (Status.UNDER_WAY, Status.SUSPENDED)


def state_at(facts: Facts, day: datetime.date) -> State:
    """Where the journey stands on `day`, from what happened up to that day only."""
    planned_end = planned_end_of(facts.entered_on, facts.planned_months)
    if day < facts.entered_on:
        return State(Status.NOT_YET, planned_end=planned_end)
    over = facts.ended_on is not None and day > facts.ended_on
    last_day = facts.ended_on if over and facts.ended_on else day
    stage_since, stage = latest(facts.stages, last_day)
    _, referent = latest(facts.referents, last_day)
    pause = None if over else pause_on(facts.pauses, day)
    status = Status.SUSPENDED if pause else Status.UNDER_WAY
    if over:
        status = Status(END[facts.end_kind])
    return State(status, completed_months(facts.entered_on, last_day), stage, stage_since, referent, pause, planned_end)


def latest(dated: tuple[tuple[datetime.date, str], ...], day: datetime.date) -> tuple[datetime.date | None, str]:
    """The one that started last, on `day` or before; (None, "") when none did."""
    started = [each for each in dated if each[0] <= day]
    return max(started, key=lambda each: each[0]) if started else (None, "")


def pause_on(pauses: tuple[Pause, ...], day: datetime.date) -> Pause | None:
    """The pause that covers `day`."""
    for pause in pauses:
        if pause.started_on <= day and (pause.ended_on is None or day <= pause.ended_on):
            return pause
    return None


def planned_end_of(entered_on: datetime.date, planned_months: int | None) -> datetime.date | None:
    """The day the journey was planned to end, when a length was planned."""
    return add_months(entered_on, planned_months) if planned_months else None
