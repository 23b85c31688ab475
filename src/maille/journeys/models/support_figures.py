"""Support as figures, per KPA and period: what was done with people, never with whom."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from maille.journeys.models.support import Barrier, Goal, Interview, Orientation, Procedure
from maille.journeys.models.workshops import Workshop, WorkshopPlace
from maille.network.models import Organisation


@dataclass(frozen=True)
class Measure:
    """One column; `definition` says what is counted."""

    key: str
    label: str
    definition: str


MEASURES = (
    Measure("interviews", "Entretiens", "Tous les entretiens notés, avec l'équipe ou avec un pair."),
    Measure("peers", "dont avec un pair", "L'entraide entre coopérant·es compte autant."),
    Measure("met", "Personnes reçues", "Personnes qui ont eu au moins un entretien, chacune comptée une fois."),
    Measure("workshops", "Ateliers", "Ateliers qui ont eu lieu, sans ceux qui ont été annulés."),
    Measure("attendances", "Présences", "Présences notées à ces ateliers."),
    Measure("opened", "Freins notés", "Freins qui commencent dans la période."),
    Measure("lifted", "Freins levés", "Freins levés dans la période, quel que soit leur début."),
    Measure("orientations", "Orientations", "Orientations vers un partenaire."),
    Measure("answered", "dont suivies", "Celles de la période où la personne a été reçue ou aidée depuis."),
    Measure("obtained", "Démarches obtenues", "Droits, soins, logements obtenus dans la période."),
    Measure("reached", "Objectifs atteints", "Objectifs que les personnes ont atteints dans la période."),
)


@dataclass(frozen=True)
class Line:
    """One KPA's counts, in the order of MEASURES."""

    name: str
    counts: tuple[int, ...]


def figures(kpas: Iterable[Organisation], start: datetime.date, end: datetime.date) -> list[Line]:
    """A line per KPA, by name, both days included; seven queries whatever their number."""
    named = sorted(kpas, key=lambda kpa: kpa.name_key)
    counts = counts_of([kpa.pk for kpa in named], start, end)
    return [Line(kpa.name, tuple(counts.get((each.key, kpa.pk), 0) for each in MEASURES)) for kpa in named]


def total(lines: Iterable[Line]) -> tuple[int, ...]:
    """Every column summed."""
    return tuple(sum(column) for column in zip(*(line.counts for line in lines), strict=True))


def counts_of(kpas: list[int], start: datetime.date, end: datetime.date) -> dict[tuple[str, int], int]:
    """(measure, KPA) → count."""
    span = (start, end)
    of_kpas = {"journey__kpa_id__in": kpas}
    held = Workshop.objects.filter(kpa_id__in=kpas, cancelled_at__isnull=True, starts_at__date__range=span)
    came = WorkshopPlace.objects.filter(came=True, cancelled_at__isnull=True, workshop__in=held)
    sent = Orientation.objects.filter(oriented_on__range=span, **of_kpas)
    found: dict[tuple[str, int], int] = {}

    def add(rows: "QuerySet[Any]", kpa: str, **columns: Count) -> None:
        for row in rows.order_by().values(kpa).annotate(**columns):
            found.update({(name, row[kpa]): row[name] for name in columns})

    met = Interview.objects.filter(held_on__range=span, **of_kpas)
    add(
        met, "journey__kpa_id", interviews=Count("pk"), peers=Count("pk", filter=Q(peer__isnull=False)),
        met=Count("journey__person", distinct=True),
    )  # fmt: skip
    add(held, "kpa_id", workshops=Count("pk"))
    add(came, "workshop__kpa_id", attendances=Count("pk"))
    barriers = Barrier.objects.filter(Q(started_on__range=span) | Q(ended_on__range=span), **of_kpas)
    add(
        barriers, "journey__kpa_id", opened=Count("pk", filter=Q(started_on__range=span)),
        lifted=Count("pk", filter=Q(ended_on__range=span)),
    )  # fmt: skip
    kept = Q(outcome__in=["welcomed", "helped"])
    add(sent, "journey__kpa_id", orientations=Count("pk"), answered=Count("pk", filter=kept))
    obtained = Procedure.objects.filter(outcome="obtained", ended_on__range=span, **of_kpas)
    add(obtained, "journey__kpa_id", obtained=Count("pk"))
    add(Goal.objects.filter(reached_on__range=span, **of_kpas), "journey__kpa_id", reached=Count("pk"))
    return found
