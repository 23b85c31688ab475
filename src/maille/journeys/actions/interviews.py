"""Interviews: note one, alone or with what came out of it, and correct it."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError

from maille.journeys import access
from maille.journeys.actions import barriers, goals, support
from maille.journeys.actions.accompanying import enter, keep, naming, record_of
from maille.journeys.actions.notes import write_note
from maille.journeys.models import Interview, Journey
from maille.journeys.rules import accompanying
from maille.journeys.rules.notes import Visibility
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Meeting:
    """What an interview was; with a contributor, a referent, a peer, or several of them."""

    kind: str
    held_on: datetime.date
    led_by_id: int | None = None
    peer_id: int | None = None
    minutes: int | None = None
    domains: tuple[str, ...] = ()
    next_on: datetime.date | None = None


@dataclass(frozen=True)
class Outcome:
    """What came out of an interview, all noted at once: a note, a goal and its first step, barriers met."""

    note: str = ""
    visibility: str = Visibility.SHARED
    goal: str = ""
    wanted_on: datetime.date | None = None
    step: str = ""
    due_on: datetime.date | None = None
    barriers: Sequence[str] = ()


def hold_interview(
    actor: Actor, journey_id: int, meeting: Meeting, now: datetime.datetime, outcome: Outcome | None = None
) -> Interview:
    """Note an interview, with what came out of it; all of it or nothing."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        check(actor, journey, meeting)
        values = {**asdict(meeting), "domains": list(meeting.domains)}
        interview = enter(Interview(journey=journey, **values), actor, journey, now)
        if outcome is not None:
            note_outcome(actor, journey, interview, outcome, now)
    return interview


def note_outcome(
    actor: Actor, journey: Journey, interview: Interview, outcome: Outcome, now: datetime.datetime
) -> None:
    """The note, the goal with its step, the barriers of one interview; refusals name the fields of the one page."""
    day = interview.held_on
    if outcome.note.strip():
        with naming({"text": "note", "written_on": "held_on"}):
            write_note(
                actor, journey.pk, outcome.note, now, visibility=outcome.visibility, written_on=day,
                interview_id=interview.pk,
            )  # fmt: skip
    if outcome.step.strip() and not outcome.goal.strip():
        raise ValidationError({"goal": ["Dites vers quel objectif va ce pas, ou notez-le depuis l'objectif."]})
    if outcome.goal.strip():
        with naming({"text": "goal", "set_on": "held_on"}):
            aim = goals.set_goal(actor, journey.pk, goals.Aim(outcome.goal, day, outcome.wanted_on), now)
        if outcome.step.strip():
            with naming({"text": "step"}):
                goals.add_step(actor, journey.pk, aim.pk, outcome.step, outcome.due_on, now)
    for kind in outcome.barriers:
        with naming({"kind": "barriers", "started_on": "held_on"}):
            barriers.open_barrier(actor, journey.pk, kind, day, now)


def correct_interview(
    actor: Actor, journey_id: int, interview_id: int, version: int, meeting: Meeting, now: datetime.datetime
) -> Interview:
    """Put what is right; the history keeps what was there."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        interview = record_of(journey, Interview, interview_id, version)
        check(actor, journey, meeting, interview)
        values = {**asdict(meeting), "domains": list(meeting.domains)}
        for field, value in values.items():
            setattr(interview, field, value)
        return keep(interview, actor, now, [field.removesuffix("_id") for field in values])


def check(actor: Actor, journey: Journey, meeting: Meeting, stored: Interview | None = None) -> None:
    """Dates, and with whom; who is already named stays, even gone since."""
    support.refuse(
        accompanying.interview_problems(
            meeting.kind,
            meeting.held_on,
            meeting.next_on,
            meeting.minutes,
            entered_on=journey.entered_on,
            ended_on=journey.ended_on,
            today=actor.today,
        )
    )
    if meeting.led_by_id is None and meeting.peer_id is None:
        raise ValidationError({"led_by": ["Dites avec qui l'entretien a eu lieu."]})
    leaders = access.possible_leaders(actor, journey.kpa_id, meeting.held_on)
    kept_leader = stored is not None and stored.led_by_id == meeting.led_by_id
    if meeting.led_by_id and not kept_leader and not leaders.filter(pk=meeting.led_by_id).exists():
        raise ValidationError({"led_by": ["Cette personne n'accompagnait pas dans ce KPA ce jour-là."]})
    peers = access.possible_peers(journey)
    kept_peer = stored is not None and stored.peer_id == meeting.peer_id
    if meeting.peer_id and not kept_peer and not peers.filter(pk=meeting.peer_id).exists():
        raise ValidationError({"peer": ["Un pair est une autre personne passée par ce KPA."]})
