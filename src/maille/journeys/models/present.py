"""What is open along a journey on a day: goals and next steps, barriers, orientations, procedures, meetings."""

import datetime
from dataclasses import dataclass, field
from enum import IntEnum

from django.db.models import Case, Q, Value, When

from maille.journeys.models.journeys import Journey
from maille.journeys.models.support import Barrier, Goal, Interview, NextStep, Orientation, Procedure
from maille.journeys.models.timeline import MET, PARTNER
from maille.journeys.models.union import AT, JOURNEY, TEXT, Branch, Prepared, Row, rows

SHOWN = 200
"""Lines at most: nobody pursues more at once, and nothing renders an unbounded list."""
LATEST = 3
DONE = "done"
TAIL = "ORDER BY u_rank, u_day DESC, u_id DESC LIMIT %s"


class Open(IntEnum):
    """Which kind of open thing."""

    INTERVIEW = 1
    GOAL = 2
    STEP = 3
    BARRIER = 4
    ORIENTATION = 5
    PROCEDURE = 6


@dataclass
class GoalRow:
    """A goal with its steps, the next one to do first."""

    goal: Row
    steps: list[Row] = field(default_factory=list)


@dataclass
class Present:
    """Where the person stands."""

    goals: list[GoalRow] = field(default_factory=list)
    barriers: list[Row] = field(default_factory=list)
    orientations: list[Row] = field(default_factory=list)
    procedures: list[Row] = field(default_factory=list)
    interviews: list[Row] = field(default_factory=list)
    """The latest ones."""
    next_on: datetime.date | None = None
    """The day agreed at the latest interview."""


def present(journey: Journey, at: datetime.date) -> Present:
    """One query, of a journey loaded in scope. A step is shown while its goal is pursued, done or not."""
    return sorted_out(rows([OPEN.sql()], {"journey": journey.pk, "at": at}, TAIL, [SHOWN]))


def branches() -> list[Branch]:
    """One branch per kind of open thing."""
    goals = Goal.objects.filter(journey_id=JOURNEY, set_on__lte=AT)
    pursued = goals.filter(still("reached_on"), still("dropped_on"))
    steps = NextStep.objects.filter(goal__in=pursued)
    done = Case(When(done_on__lte=AT, then=Value(DONE)), default=Value(""), output_field=TEXT)
    barriers = Barrier.objects.filter(journey_id=JOURNEY, started_on__lte=AT).filter(still("ended_on"))
    sent = Orientation.objects.filter(journey_id=JOURNEY, oriented_on__lte=AT).filter(still("outcome_on"))
    procedures = Procedure.objects.filter(journey_id=JOURNEY, started_on__lte=AT).filter(still("ended_on"))
    held = Interview.objects.filter(journey_id=JOURNEY, held_on__lte=AT)
    latest = held.filter(pk__in=held.order_by("-held_on", "-pk").values("pk")[:LATEST])
    return [
        Branch(Open.INTERVIEW, latest, "held_on", due="next_on", code="kind", text="domains", who=MET),
        Branch(Open.GOAL, pursued, "set_on", due="wanted_on", text="text"),
        Branch(Open.STEP, steps, "goal__set_on", due="due_on", text="text", parent="goal_id", code=done),
        Branch(Open.BARRIER, barriers, "started_on", code="kind"),
        Branch(Open.ORIENTATION, sent, "oriented_on", code="domain", text="purpose", who=PARTNER),
        Branch(Open.PROCEDURE, procedures, "started_on", code="domain", text="title"),
    ]


def still(field: str) -> Q:
    """Not ended yet on the day asked."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": AT})


OPEN = Prepared(branches)


def sorted_out(lines: list[Row]) -> Present:
    """Each row where the page shows it."""
    found = Present()
    lists = {
        Open.BARRIER: found.barriers,
        Open.ORIENTATION: found.orientations,
        Open.PROCEDURE: found.procedures,
        Open.INTERVIEW: found.interviews,
    }
    goals: dict[int, GoalRow] = {}
    for row in lines:
        if row.rank == Open.GOAL:
            goals[row.pk] = GoalRow(row)
        elif row.rank == Open.STEP:
            goals[row.parent].steps.append(row)
        else:
            lists[Open(row.rank)].append(row)
    for each in goals.values():
        each.steps.sort(key=to_do_first)
    found.goals = list(goals.values())
    found.next_on = found.interviews[0].due if found.interviews else None
    return found


def to_do_first(step: Row) -> tuple[bool, bool, datetime.date, int]:
    """Steps to do before those done, the nearest date first, undated ones last."""
    return step.code == DONE, step.due is None, step.due or datetime.date.max, step.pk
