"""Journeys with what happened along them, read in a constant number of queries and told at a date."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from maille.journeys.models.events import Referent, Stage
from maille.journeys.models.journeys import EndKind, Journey, JourneyQuerySet
from maille.journeys.rules import attention
from maille.journeys.rules.attention import FollowUpDue
from maille.journeys.rules.facts import Facts, KpaRule, Pause
from maille.journeys.rules.state import STATUS_NAMES, State, Status, state_at
from maille.journeys.rules.terms import STAGE_NAMES, StageKind
from maille.network.models import KpaChoices, Organisation

TONES = {
    Status.NOT_YET: "neutral",
    Status.UNDER_WAY: "good",
    Status.SUSPENDED: "attention",
    Status.LEFT: "neutral",
    Status.MOVED: "neutral",
}


@dataclass(frozen=True)
class Told:
    """A journey as a page tells it on a day."""

    journey: Journey
    state: State
    stage: str
    """The stage as the KPA calls it; "" when none is noted."""
    missing: tuple[str, ...]
    due: tuple[FollowUpDue, ...]

    @property
    def stages(self) -> list[tuple[Stage, str]]:
        """Every stage noted, with its name as the KPA calls it."""
        names = stage_names(self.journey.kpa)
        return [(stage, names[stage.kind]) for stage in self.journey.stages.all()]

    @property
    def status(self) -> str:
        """The state in words."""
        return STATUS_NAMES[self.state.status]

    @property
    def tone(self) -> str:
        """What colour repeats the state."""
        return TONES[self.state.status]

    @property
    def is_over(self) -> bool:
        """Whether the journey had ended by that day."""
        return self.state.status in (Status.LEFT, Status.MOVED)

    @property
    def left(self) -> bool:
        """Whether the person had left the network from this KPA by that day."""
        return self.state.status == Status.LEFT


def with_events(journeys: JourneyQuerySet) -> JourneyQuerySet:
    """Seven queries whatever the number of journeys, none later."""
    return with_course(journeys).prefetch_related("follow_ups")


def with_course(journeys: JourneyQuerySet) -> JourneyQuerySet:
    """The same for one journey: what came after its exit is read only if it is over."""
    return journeys.select_related(
        "person", "kpa", "kpa__choices", "prescriber", "transferred_to__kpa", "transferred_from__kpa"
    ).prefetch_related("stages", "suspensions", Prefetch("referents", Referent.objects.select_related("user")))


def facts_of(journey: Journey) -> Facts:
    """The dates of a journey read by `with_events`."""
    return Facts(
        entered_on=journey.entered_on,
        ended_on=journey.ended_on,
        end_kind=journey.end_kind,
        planned_months=journey.planned_months,
        stages=tuple((stage.started_on, stage.kind) for stage in journey.stages.all()),
        referents=tuple((referent.started_on, referent.user.name) for referent in journey.referents.all()),
        pauses=tuple(Pause(pause.started_on, pause.ended_on) for pause in journey.suspensions.all()),
    )


def tell(journey: Journey, day: datetime.date) -> Told:
    """A journey read by `with_events`, on that day."""
    state = state_at(facts_of(journey), day)
    left = state.status == Status.LEFT
    due: tuple[FollowUpDue, ...] = ()
    if left and journey.ended_on:
        done = frozenset(each.months for each in journey.follow_ups.all() if each.done_on <= day)
        due = attention.follow_ups_due(journey.ended_on, done, day)
    return Told(journey, state, stage_name(journey.kpa, state.stage), missing_of(journey, left=left), due)


def missing_of(journey: Journey, *, left: bool) -> tuple[str, ...]:
    """What the report needs and nobody has given yet, in words."""
    person, values = journey.person, {}
    for name in attention.FIELD_NAMES:
        values[name] = getattr(person if name in attention.PERSON_FIELDS else journey, name)
    return tuple(attention.FIELD_NAMES[name] for name in attention.missing_fields(values, left=left))


def choices_of(kpa: Organisation) -> KpaChoices:
    """The KPA's own choices, or the network's when it has not chosen."""
    return getattr(kpa, "choices", None) or KpaChoices(kpa=kpa)


def rule_of(kpa: Organisation) -> KpaRule:
    """The KPA's choices that entries are checked against."""
    choices = choices_of(kpa)
    return KpaRule(kpa.name, choices.minimum_age, choices.maximum_age, choices.maximum_months)


def stage_name(kpa: Organisation, kind: str) -> str:
    """A stage as this KPA calls it; "" for none."""
    return stage_names(kpa).get(kind, "")


def stage_names(kpa: Organisation) -> dict[str, str]:
    """All four, in order, as this KPA calls them."""
    own = choices_of(kpa).stage_names or {}
    return {kind.value: str(own.get(kind.value) or STAGE_NAMES[kind]) for kind in StageKind}


def newest_first(journeys: Iterable[Journey]) -> list[Journey]:
    """The latest entry first; same day: the last recorded first."""
    return sorted(journeys, key=lambda journey: (journey.entered_on, journey.pk), reverse=True)


def is_exit(journey: Journey) -> bool:
    """Whether it ended by leaving the network."""
    return journey.end_kind == EndKind.EXIT
