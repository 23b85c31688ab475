"""Goals and next steps, in the person's own words: by herself on her phone, or entered for her."""

import datetime
from dataclasses import asdict, dataclass

from maille.journeys.actions import support
from maille.journeys.actions.accompanying import enter, keep, lock_journey, record_of
from maille.journeys.models import Goal, NextStep
from maille.journeys.rules import accompanying
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Aim:
    """What the person wants, since when, for when, and how it ended."""

    text: str
    set_on: datetime.date
    wanted_on: datetime.date | None = None
    reached_on: datetime.date | None = None
    dropped_on: datetime.date | None = None


def set_goal(actor: Actor, journey_id: int, aim: Aim, now: datetime.datetime) -> Goal:
    """A new goal."""
    with support.one_transaction():
        journey = lock_journey(actor, journey_id)
        check(aim, actor.today)
        goal = Goal(journey=journey, **{**asdict(aim), "text": aim.text.strip()})
        return enter(goal, actor, journey, now, her_own=True)


def correct_goal(
    actor: Actor, journey_id: int, goal_id: int, version: int | None, aim: Aim, now: datetime.datetime
) -> Goal:
    """Say it is reached or given up, or put what is right."""
    with support.one_transaction():
        journey = lock_journey(actor, journey_id)
        goal = record_of(journey, Goal, goal_id, version)
        check(aim, actor.today)
        values = {**asdict(aim), "text": aim.text.strip()}
        for field, value in values.items():
            setattr(goal, field, value)
        return keep(goal, actor, now, list(values))


def reach_goal(actor: Actor, journey_id: int, goal_id: int, now: datetime.datetime) -> Goal:
    """Reached today, in one tap; a goal already ended stays as it is."""
    with support.one_transaction():
        journey = lock_journey(actor, journey_id)
        goal = record_of(journey, Goal, goal_id, None)
        if goal.reached_on or goal.dropped_on:
            return goal
        goal.reached_on = max(actor.today, goal.set_on)
        return keep(goal, actor, now, ["reached_on"])


def add_step(
    actor: Actor, journey_id: int, goal_id: int, text: str, due_on: datetime.date | None, now: datetime.datetime
) -> NextStep:
    """One more step towards a goal."""
    with support.one_transaction():
        journey = lock_journey(actor, journey_id)
        goal = record_of(journey, Goal, goal_id, None)
        support.refuse(accompanying.step_problems(text, None, actor.today))
        return enter(NextStep(goal=goal, text=text.strip(), due_on=due_on), actor, journey, now, her_own=True)


def correct_step(
    actor: Actor,
    journey_id: int,
    step_id: int,
    version: int | None,
    text: str,
    due_on: datetime.date | None,
    done_on: datetime.date | None,
    now: datetime.datetime,
) -> NextStep:
    """Put what is right."""
    with support.one_transaction():
        journey = lock_journey(actor, journey_id)
        step = record_of(journey, NextStep, step_id, version)
        support.refuse(accompanying.step_problems(text, done_on, actor.today))
        step.text, step.due_on, step.done_on = text.strip(), due_on, done_on
        return keep(step, actor, now, ["text", "due_on", "done_on"])


def tick_step(actor: Actor, journey_id: int, step_id: int, now: datetime.datetime, *, done: bool) -> NextStep:
    """Done today, or not done after all, in one tap; saying it twice changes nothing."""
    with support.one_transaction():
        journey = lock_journey(actor, journey_id)
        step = record_of(journey, NextStep, step_id, None)
        if done == (step.done_on is not None):
            return step
        step.done_on = actor.today if done else None
        return keep(step, actor, now, ["done_on"])


def check(aim: Aim, today: datetime.date) -> None:
    """Refuse what cannot be."""
    support.refuse(
        accompanying.goal_problems(aim.text, aim.set_on, aim.wanted_on, aim.reached_on, aim.dropped_on, today)
    )
