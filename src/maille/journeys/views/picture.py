"""A journey as a line: its stages one after the other, pauses between, today as a mark."""

import datetime

from maille.journeys.models.reading import Told, facts_of, stage_name
from maille.journeys.rules.dates import add_months
from maille.ui.charts import Line, Span

ONE_DAY = datetime.timedelta(days=1)
UNPLANNED = 12
"""Months shown ahead when no length was planned."""


def picture_of(told: Told, at: datetime.date) -> Line:
    """What is known on that day, from the entry to the end, planned or real."""
    journey, facts = told.journey, facts_of(told.journey)
    last = journey.ended_on if told.is_over and journey.ended_on else None
    spans = []
    stages = sorted(stage for stage in facts.stages if stage[0] <= at)
    if not stages or stages[0][0] > facts.entered_on:
        until = stages[0][0] - ONE_DAY if stages else last
        spans.append(Span("Étape non notée", facts.entered_on, until))
    for index, (started, kind) in enumerate(stages):
        following = stages[index + 1][0] - ONE_DAY if index + 1 < len(stages) else last
        spans.append(Span(stage_name(journey.kpa, kind), started, following))
    for pause in facts.pauses:
        if pause.started_on <= at:
            ended = pause.ended_on if pause.ended_on and pause.ended_on <= at else None
            spans.append(Span("Pause", pause.started_on, ended or last, pause=True))
    planned = told.state.planned_end or add_months(facts.entered_on, UNPLANNED)
    return Line(
        title=f"Parcours à {journey.kpa}",
        start=facts.entered_on,
        end=last or max(planned, at),
        today=at,
        spans=tuple(spans),
        end_label="Sortie" if last else ("Fin prévue" if told.state.planned_end and planned >= at else "Date"),
    )
