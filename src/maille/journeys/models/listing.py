"""The rows of the people list: each person with the journey shown, in two queries whatever their number."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

from maille.journeys.models.events import Referent, Stage, Suspension
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.models.readiness import readiness_of
from maille.journeys.models.reading import TONES, missing_of, stage_name
from maille.journeys.models.shown import journeys_begun, latest_only
from maille.journeys.rules.dates import age_on
from maille.journeys.rules.filters import Filters
from maille.journeys.rules.readiness import Readiness
from maille.journeys.rules.state import STATUS_NAMES, Status
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    person: Person
    journey: Journey
    age: int | None
    status: Status
    stage: str
    referent: str
    missing: tuple[str, ...]
    readiness: Readiness | None = None
    """Whether the person may work that day; None once the journey is over."""

    @property
    def status_name(self) -> str:
        """The state in words."""
        return STATUS_NAMES[self.status]

    @property
    def is_over(self) -> bool:
        """Whether the journey shown had ended by that day."""
        return self.status in (Status.LEFT, Status.MOVED)

    @property
    def tone(self) -> str:
        """What colour repeats the state."""
        return TONES[self.status]


def rows_of(people: Sequence[Person], actor: Actor, at: datetime.date, filters: Filters) -> list[Row]:
    """The journey shown of each of these people, with its stage, pause and referent on that day."""
    begun = journeys_begun(actor, at, filters).filter(person__in=people)
    own = {"journey": OuterRef("pk"), "started_on__lte": at}
    stage = Stage.objects.filter(**own).order_by("-started_on").values("kind")
    referent = Referent.objects.filter(**own).order_by("-started_on").values("user__name")
    pause = Suspension.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=at), **own).order_by()
    shown = latest_only(begun, begun).select_related("person", "kpa", "kpa__choices")
    shown = shown.annotate(stage=Subquery(stage[:1]), referent=Subquery(referent[:1]), paused=Exists(pause))
    by_person = {journey.person_id: journey for journey in shown.order_by("pk")}
    journeys = [by_person[person.pk] for person in people if person.pk in by_person]
    ready = readiness_of([each for each in journeys if each.ended_on is None or each.ended_on >= at], at)
    return [row_of(journey, at, ready.get(journey.pk)) for journey in journeys]


def row_of(journey: Journey, at: datetime.date, readiness: Readiness | None) -> Row:
    """One annotated journey as a row."""
    over = journey.ended_on is not None and journey.ended_on < at
    status = Status.SUSPENDED if journey.paused else Status.UNDER_WAY  # type: ignore[attr-defined]
    if over:
        status = Status.LEFT if journey.end_kind == "exit" else Status.MOVED
    birth = journey.person.birth_date
    return Row(
        person=journey.person,
        journey=journey,
        age=age_on(birth, at) if birth else None,
        status=status,
        stage=stage_name(journey.kpa, journey.stage or ""),  # type: ignore[attr-defined]
        referent=journey.referent or "",  # type: ignore[attr-defined]
        missing=missing_of(journey, left=status == Status.LEFT),
        readiness=readiness,
    )
