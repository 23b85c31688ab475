"""What "Mon parcours" shows the person: one query, and short enough for one sheet of paper."""

import datetime
from dataclasses import dataclass, field
from enum import IntEnum

from django.db.models import Q
from django.db.models.functions import Cast, TruncDate

from maille.journeys.models.journeys import Journey
from maille.journeys.models.skills import Recognition
from maille.journeys.models.support import BARRIERS, Barrier, Goal, Interview, Procedure
from maille.journeys.models.timeline import MET
from maille.journeys.models.union import AT, JOURNEY, TEXT, Branch, Prepared, Row, rows
from maille.journeys.models.workshops import WorkshopPlace
from maille.journeys.rules.skills import LEVELS

TAIL = "WHERE u_day <= %s OR u_rank = %s ORDER BY u_rank, u_day DESC, u_id DESC LIMIT %s"
READ = 400
SHOWN = {"reached": 4, "lifted": 5, "workshops": 5, "coming": 2, "skills": 8, "helpers": 4, "obtained": 3}
"""Lines of each block: what fits on one page, the latest first; the journey's page holds the rest."""


class Part(IntEnum):
    """Which block of the page."""

    REACHED = 1
    LIFTED = 2
    WORKSHOP = 3
    COMING = 4
    SKILL = 5
    HELPER = 6
    OBTAINED = 7


@dataclass(frozen=True)
class Line:
    """One line of a block."""

    text: str
    more: str
    day: datetime.date


@dataclass
class Mine:
    """The blocks of the page, each already short."""

    reached: list[Line] = field(default_factory=list)
    lifted: list[Line] = field(default_factory=list)
    workshops: list[Line] = field(default_factory=list)
    coming: list[Line] = field(default_factory=list)
    skills: list[Line] = field(default_factory=list)
    helpers: list[str] = field(default_factory=list)
    obtained: list[Line] = field(default_factory=list)


def branches() -> list[Branch]:
    """One branch per block."""
    goals = Goal.objects.filter(journey_id=JOURNEY, reached_on__isnull=False)
    lifted = Barrier.objects.filter(journey_id=JOURNEY, ended_on__isnull=False)
    places = WorkshopPlace.objects.filter(journey_id=JOURNEY, cancelled_at__isnull=True)
    coming = places.filter(workshop__cancelled_at__isnull=True, waiting=False, workshop__starts_at__date__gte=AT)
    coming = coming.filter(Q(came__isnull=True))
    skills = Recognition.objects.filter(journey_id=JOURNEY).standing(AT)
    met = Interview.objects.filter(journey_id=JOURNEY)
    obtained = Procedure.objects.filter(journey_id=JOURNEY, outcome="obtained")
    day = TruncDate("workshop__starts_at")
    return [
        Branch(Part.REACHED, goals, "reached_on", text="text"),
        Branch(Part.LIFTED, lifted, "ended_on", code="kind", text="lifted_how"),
        Branch(Part.WORKSHOP, places.filter(came=True), day, text="workshop__title"),
        Branch(Part.COMING, coming, day, text="workshop__title", code="workshop__place"),
        Branch(Part.SKILL, skills, "recognised_on", text="skill__name", code=Cast("level", TEXT)),
        Branch(Part.HELPER, met, "held_on", who=MET),
        Branch(Part.OBTAINED, obtained, "ended_on", text="title"),
    ]


ALL = Prepared(branches)


def mine(journey: Journey, at: datetime.date) -> Mine:
    """What the page shows on that day, of a journey loaded in scope or one's own; one query."""
    found = rows([ALL.sql()], {"journey": journey.pk, "at": at}, TAIL, [at, int(Part.COMING), READ])
    of = {part: [row for row in found if row.rank == part] for part in Part}
    told = Mine(
        reached=[Line(row.text, "", row.day) for row in of[Part.REACHED]],
        lifted=[Line(dict(BARRIERS).get(row.code, ""), row.text, row.day) for row in of[Part.LIFTED]],
        workshops=[Line(row.text, "", row.day) for row in of[Part.WORKSHOP]],
        coming=[Line(row.text, row.code, row.day) for row in reversed(of[Part.COMING])],
        skills=skills_of(of[Part.SKILL]),
        helpers=list(dict.fromkeys(row.who.strip() for row in of[Part.HELPER])),
        obtained=[Line(row.text, "", row.day) for row in of[Part.OBTAINED]],
    )
    for name, limit in SHOWN.items():
        setattr(told, name, getattr(told, name)[:limit])
    return told


def skills_of(found: list[Row]) -> list[Line]:
    """Each skill once, at the highest level anybody recognised; the highest levels first."""
    best: dict[str, Row] = {}
    for row in found:
        if row.text not in best or row.code > best[row.text].code:
            best[row.text] = row
    names = {str(level): name for level, name in LEVELS}
    ranked = sorted(best.values(), key=lambda row: row.code, reverse=True)
    return [Line(row.text, names.get(row.code, ""), row.day) for row in ranked]
