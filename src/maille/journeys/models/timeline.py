"""Everything that happened along a journey, in one query and in pages."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, Left, TruncDate

from maille.journeys.models.contracts import ContractPeriod, Termination
from maille.journeys.models.documents import Document
from maille.journeys.models.events import FollowUp, Referent, Stage, Suspension
from maille.journeys.models.journeys import Journey
from maille.journeys.models.notes import Note
from maille.journeys.models.skills import Recognition
from maille.journeys.models.support import Barrier, Goal, Interview, NextStep, Orientation, Procedure
from maille.journeys.models.union import AT, JOURNEY, TEXT, Branch, Prepared, Row, compiled, rows
from maille.journeys.models.workshops import WorkshopPlace
from maille.network.rules.roles import Actor

PAGE = 40
NOTE_LENGTH = 240
BEYOND = """
WHERE u_day <= %s AND (u_day < %s OR (u_day = %s AND (u_rank < %s OR (u_rank = %s AND u_id < %s))))
ORDER BY u_day DESC, u_rank DESC, u_id DESC LIMIT %s
"""
"""By the day asked, and after the place of the page, newest first."""


class Kind(IntEnum):
    """What happened; on one day, what has the highest number is shown first."""

    ENTRY = 0
    REFERENT = 1
    STAGE = 2
    PAUSE = 3
    BACK = 4
    SIGNED = 5
    DOCUMENT = 6
    BARRIER = 7
    GOAL = 8
    ORIENTATION = 9
    PROCEDURE = 10
    STEP_DONE = 11
    ORIENTATION_OUTCOME = 12
    PROCEDURE_ENDED = 13
    LIFTED = 14
    REACHED = 15
    DROPPED = 16
    SKILL = 17
    WORKSHOP = 18
    INTERVIEW = 19
    NOTE = 20
    PERIOD_ENDED = 21
    TERMINATED = 22
    EXIT = 23
    FOLLOW_UP = 24


@dataclass(frozen=True)
class Page:
    """Rows of one page, newest first; `next_key` is the place of the last one, "" when nothing is left."""

    rows: list[Row]
    next_key: str


def timeline(journey: Journey, actor: Actor, at: datetime.date, after: str = "", size: int = PAGE) -> Page:
    """What happened by `at` and `actor` may read, one query; `after` is a `next_key`, anything else is the start.

    The journey was loaded in the actor's scope; notes and documents are scoped again.
    """
    place = place_of(after) or (datetime.date.max, 0, 0)
    parts = [HAPPENED.sql(), compiled(list(written(journey, actor)))]
    bounds = [at, place[0], place[0], place[1], place[1], place[2], size + 1]
    found = rows(parts, {"journey": journey.pk, "at": at}, BEYOND, bounds)
    more, found = len(found) > size, found[:size]
    return Page(found, f"{found[-1].day}.{found[-1].rank}.{found[-1].pk}" if more else "")


def place_of(key: str) -> tuple[datetime.date, int, int] | None:
    """The day, kind and id a key names; no name of anybody stands in an address."""
    day, _, rest = key.partition(".")
    rank, _, pk = rest.partition(".")
    if not (rank.isascii() and rank.isdecimal() and pk.isascii() and pk.isdecimal() and len(pk) < 19 > len(rank)):
        return None
    try:
        return datetime.date.fromisoformat(day), int(rank), int(pk)
    except ValueError:
        return None


def happened() -> list[Branch]:
    """One branch per kind of event that anybody who opens the journey may read."""
    return [*lived(), *accompanied(), *learnt(), *contracted()]


def lived() -> Iterator[Branch]:
    """Entry, stages, referents, pauses, exit and news after it."""
    own = Journey.objects.filter(pk=JOURNEY)
    yield Branch(Kind.ENTRY, own, "entered_on")
    yield Branch(Kind.EXIT, own.filter(ended_on__isnull=False), "ended_on", code="end_kind", text="outcome")
    yield Branch(Kind.STAGE, Stage.objects.filter(journey_id=JOURNEY), "started_on", code="kind")
    yield Branch(Kind.REFERENT, Referent.objects.filter(journey_id=JOURNEY), "started_on", who="user__name")
    pauses = Suspension.objects.filter(journey_id=JOURNEY)
    yield Branch(Kind.PAUSE, pauses, "started_on", text="reason")
    yield Branch(Kind.BACK, pauses.filter(ended_on__isnull=False), "ended_on")
    yield Branch(Kind.FOLLOW_UP, FollowUp.objects.filter(journey_id=JOURNEY), "done_on", code="outcome", text="note")


def accompanied() -> Iterator[Branch]:
    """Interviews, barriers, goals and steps, orientations, procedures."""
    met = Interview.objects.filter(journey_id=JOURNEY)
    yield Branch(Kind.INTERVIEW, met, "held_on", code="kind", text="domains", who=MET)
    barriers = Barrier.objects.filter(journey_id=JOURNEY)
    lifted = barriers.filter(ended_on__isnull=False)
    yield Branch(Kind.BARRIER, barriers, "started_on", code="kind")
    yield Branch(Kind.LIFTED, lifted, "ended_on", code="kind", text="lifted_how")
    goals = Goal.objects.filter(journey_id=JOURNEY)
    yield Branch(Kind.GOAL, goals, "set_on", text="text")
    yield Branch(Kind.REACHED, goals.filter(reached_on__isnull=False), "reached_on", text="text")
    yield Branch(Kind.DROPPED, goals.filter(dropped_on__isnull=False), "dropped_on", text="text")
    steps = NextStep.objects.filter(goal__journey_id=JOURNEY, done_on__isnull=False)
    yield Branch(Kind.STEP_DONE, steps, "done_on", text="text", parent="goal_id")
    sent = Orientation.objects.filter(journey_id=JOURNEY)
    known = sent.filter(outcome_on__isnull=False)
    yield Branch(Kind.ORIENTATION, sent, "oriented_on", code="domain", text="purpose", who=PARTNER)
    yield Branch(Kind.ORIENTATION_OUTCOME, known, "outcome_on", code="outcome", who=PARTNER)
    procedures = Procedure.objects.filter(journey_id=JOURNEY)
    over = procedures.filter(ended_on__isnull=False)
    yield Branch(Kind.PROCEDURE, procedures, "started_on", code="domain", text="title")
    yield Branch(Kind.PROCEDURE_ENDED, over, "ended_on", code="outcome", text="title")


def learnt() -> Iterator[Branch]:
    """Workshops attended, skills recognised."""
    came = WorkshopPlace.objects.filter(journey_id=JOURNEY, came=True, cancelled_at__isnull=True)
    day = TruncDate("workshop__starts_at")
    yield Branch(Kind.WORKSHOP, came, day, text="workshop__title", parent="workshop_id")
    skills = Recognition.objects.filter(journey_id=JOURNEY).standing(AT)
    yield Branch(Kind.SKILL, skills, "recognised_on", code="by", text="skill__name", who=RECOGNISER)


def contracted() -> Iterator[Branch]:
    """Contracts signed, renewed and ended, early or at their term."""
    periods = ContractPeriod.objects.filter(contract__journey_id=JOURNEY, signed_on__isnull=False)
    kind = {"code": "contract__kind"}
    yield Branch(Kind.SIGNED, periods, "signed_on", due="ends_on", **kind, parent="rank")
    following = ContractPeriod.objects.filter(
        contract=OuterRef("contract_id"), rank__gt=OuterRef("rank"), signed_on__isnull=False
    )
    last = periods.filter(~Exists(following), ends_on__isnull=False, contract__termination__isnull=True)
    yield Branch(Kind.PERIOD_ENDED, last, "ends_on", **kind)
    ended = Termination.objects.filter(contract__journey_id=JOURNEY)
    yield Branch(Kind.TERMINATED, ended, "ended_on", **kind, text="reason")


def written(journey: Journey, actor: Actor) -> Iterator[Branch]:
    """Documents, and notes the reader may read."""
    of_contract = Q(contract__journey=journey.pk)
    by_itself = Q(contract__isnull=True, person=journey.person_id, kpa=journey.kpa_id)
    documents = Document.objects.visible_to(actor).filter(of_contract | by_itself)
    yield Branch(Kind.DOCUMENT, documents, TruncDate("issued_at"), code="kind")
    notes = readable_notes(journey, actor)
    yield Branch(Kind.NOTE, notes, "written_on", text=Left("text", NOTE_LENGTH), who="author__name")


def readable_notes(journey: Journey, actor: Actor) -> "QuerySet[Note]":
    """Notes of this journey the actor needs to know."""
    return Note.objects.visible_to(actor).filter(journey=journey)


def name_of(person: str) -> Concat:
    """First and last name of the person a relation leads to, "" without one."""
    return Concat(
        Coalesce(f"{person}__first_name", Value("")),
        Value(" "),
        Coalesce(f"{person}__last_name", Value("")),
        output_field=TEXT,
    )


MET = Coalesce("led_by__name", name_of("peer"), output_field=TEXT)
PARTNER = Coalesce("partner__name", "partner_name", output_field=TEXT)
RECOGNISER = Coalesce("user__name", name_of("peer"), output_field=TEXT)
HAPPENED = Prepared(happened)
