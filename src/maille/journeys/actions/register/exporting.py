"""Take a register out: exactly the columns of the register file, for the scope and the filters given."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from maille.journeys.models import Journey
from maille.journeys.models.journeys import JourneyQuerySet
from maille.journeys.models.shown import journeys_shown
from maille.journeys.rules.filters import Filters
from maille.journeys.rules.register.cells import DETAIL_CODES, LEVEL_CODES, OUTCOME_CODES, Cell
from maille.journeys.rules.register.columns import Column
from maille.journeys.rules.terms import Detail, Level, Outcome
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class ExportFilter:
    """Which journeys: under way at a date, or at some day of a period, in some KPAs; all of them by default."""

    at: datetime.date | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    kpa_ids: frozenset[int] = field(default_factory=frozenset)
    listed: Filters | None = None
    """Exactly the journeys a list of people shows, one per person, at the date `at`."""


def export_titles() -> list[str]:
    """The columns' names."""
    return [column.value for column in Column]


def journeys_to_export(actor: Actor, chosen: ExportFilter) -> JourneyQuerySet:
    """The journeys the actor may read, filtered, in the order of a register."""
    journeys = Journey.objects.visible_to(actor)
    if chosen.listed is not None:
        journeys = journeys_shown(actor, chosen.at or actor.today, chosen.listed)
    elif chosen.at:
        journeys = journeys.at(chosen.at)
    if chosen.start or chosen.end:
        journeys = journeys.overlapping(chosen.start or datetime.date.min, chosen.end or datetime.date.max)
    if chosen.kpa_ids:
        journeys = journeys.filter(kpa_id__in=chosen.kpa_ids)
    return journeys.select_related("person", "kpa").order_by(
        "kpa__name_key", "entered_on", "person__identity_key", "id"
    )


def export_rows(actor: Actor, chosen: ExportFilter) -> Iterator[list[Cell]]:
    """One row per journey; unknown values are empty cells. Read a thousand at a time, however long the register."""
    for journey in journeys_to_export(actor, chosen).iterator(chunk_size=1000):
        yield row_of(journey)


def row_of(journey: Journey) -> list[Cell]:
    """A journey as a line of the register file."""
    person = journey.person
    return [
        journey.kpa.name,
        person.last_name,
        person.first_name,
        person.birth_date,
        person.sex,
        journey.postal_code,
        journey.commune,
        journey.qpv,
        journey.single_parent,
        journey.international_protection,
        LEVEL_CODES[Level(journey.level)] if journey.level else "",
        journey.registered_on,
        journey.mission_locale,
        journey.disabled,
        journey.entered_on,
        journey.planned_months,
        journey.ended_on,
        OUTCOME_CODES[Outcome(journey.outcome)] if journey.outcome else "",
        DETAIL_CODES[Detail(journey.detail)] if journey.detail else "",
    ]


def people_to_export(actor: Actor, chosen: ExportFilter) -> list[int]:
    """Whose files the export reads."""
    people = journeys_to_export(actor, chosen).order_by().values_list("person_id", flat=True)
    return sorted(set(people))
