"""Barriers: note one, say it is lifted and how, correct it."""

import datetime

from maille.journeys.actions import support
from maille.journeys.actions.accompanying import enter, keep, record_of
from maille.journeys.models import Barrier
from maille.journeys.rules import accompanying
from maille.network.rules.roles import Actor


def open_barrier(
    actor: Actor,
    journey_id: int,
    kind: str,
    started_on: datetime.date,
    now: datetime.datetime,
    ended_on: datetime.date | None = None,
    lifted_how: str = "",
) -> Barrier:
    """Something is in the way since that day, and perhaps no longer; one open barrier of a kind at a time."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        support.refuse(accompanying.barrier_problems(started_on, ended_on, lifted_how, actor.today))
        barrier = Barrier(
            journey=journey, kind=kind, started_on=started_on, ended_on=ended_on, lifted_how=lifted_how.strip()
        )
        return enter(barrier, actor, journey, now)


def correct_barrier(
    actor: Actor,
    journey_id: int,
    barrier_id: int,
    version: int,
    kind: str,
    started_on: datetime.date,
    ended_on: datetime.date | None,
    lifted_how: str,
    now: datetime.datetime,
) -> Barrier:
    """Say it is lifted, from which day and how; or put what is right."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        barrier = record_of(journey, Barrier, barrier_id, version)
        support.refuse(accompanying.barrier_problems(started_on, ended_on, lifted_how, actor.today))
        barrier.kind, barrier.started_on = kind, started_on
        barrier.ended_on, barrier.lifted_how = ended_on, lifted_how.strip()
        return keep(barrier, actor, now, ["kind", "started_on", "ended_on", "lifted_how"])
