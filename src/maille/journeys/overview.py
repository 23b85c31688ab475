"""What journeys count in the network at a glance."""

import datetime
from collections.abc import Collection, Mapping

from django.db.models import Count

from maille.journeys.models import Journey
from maille.network.overview import Column, register
from maille.network.rules.roles import Actor

SMALL_TO_FIGURES = 4
"""Without the files, counts from 1 to 4 are kept back (design: audience "internal")."""
SMALL_TO_PUBLIC = 10
"""With public figures alone, counts from 1 to 10 are (audience "public")."""


def people_in_kpas(actor: Actor, kpas: Collection[int], date: datetime.date) -> Mapping[int, int | None]:
    """People under way in each KPA on that day, in one query; None where the count is too small for this actor.

    A journey of the day of exit still counts. KPAs whose figures the actor may not read at all are absent.
    """
    told = [kpa for kpa in kpas if actor.everything or kpa in actor.figures | actor.public_figures]
    journeys = Journey.objects.at(date).filter(kpa_id__in=told).order_by()
    counted = dict(journeys.values_list("kpa_id").annotate(Count("person_id", distinct=True)))
    return {kpa: shown(actor, kpa, counted.get(kpa, 0)) for kpa in told}


def shown(actor: Actor, kpa: int, count: int) -> int | None:
    """The count, unless it is too small for what this actor may read."""
    if actor.everything or kpa in actor.files:
        return count
    small = SMALL_TO_FIGURES if kpa in actor.figures else SMALL_TO_PUBLIC
    return None if 1 <= count <= small else count


def add_columns() -> None:
    """Called when the app is ready."""
    register(Column("people", "Personnes en KPA", people_in_kpas))
