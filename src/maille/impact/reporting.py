"""Questions asked of the registers: the report of some KPAs for an audience, and the people behind a figure.

Everything here only reads. Each function takes the actor and counts nothing outside what they may read.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models.expressions import RawSQL

from maille.impact import access, tally
from maille.impact.models import TurnoverLine, TurnoverSource, computed
from maille.impact.rules.audiences import figures_of_some, figures_of_unit
from maille.impact.rules.indicators import Counts, Indicator, rows_for
from maille.impact.rules.periods import Period
from maille.impact.rules.report import Figure, Report, Turnover, figures_from
from maille.impact.rules.suppression import NETWORK, Unit
from maille.journeys.models import Journey
from maille.journeys.models.journeys import JourneyQuerySet
from maille.journeys.rules.names import fold
from maille.network.models import Organisation
from maille.network.models.organisations import Kind
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Request:
    """What somebody asks: a period, KPAs (none: all those they reach), an audience."""

    period: Period
    kpas: frozenset[int] = frozenset()
    audience: str = "team"


def scope_of(actor: Actor, request: Request) -> access.Scope:
    """The KPAs counted; PermissionDenied when the actor may not read one of them for this audience."""
    mine = access.reach(actor, request.audience)
    if mine is None:
        return request.kpas or None
    if not mine or not request.kpas <= mine:
        raise PermissionDenied("Ce bilan porte sur des KPA dont vous n'avez pas les chiffres.")
    return request.kpas or mine


def build(actor: Actor, request: Request) -> Report:
    """The report, exactly as design/report says, for this actor."""
    scope = scope_of(actor, request)
    figures = figures_for(request.period, scope, request.audience)
    names = Organisation.objects.filter(pk__in=request.kpas).values_list("name", flat=True)
    return Report(request.period, request.audience, figures, turnover(scope, request.period), tuple(names))


def figures_for(period: Period, scope: access.Scope, audience: str) -> tuple[Figure, ...]:
    """The figures of these KPAs for an audience.

    Small counts are hidden in the table of the whole network and each KPA, whoever asks, so that a KPA's report is the
    same alone or beside the others.
    """
    if audience == "team":
        return figures_from(tally.tally(period, scope))
    tables: dict[Unit, Counts] = {NETWORK: tally.tally(period)}
    tables |= dict[Unit, Counts](tally.tally_each(period).items())
    everywhere = frozenset(kpa for kpa in tables if kpa is not NETWORK)
    if scope is None or (scope >= everywhere and len(scope) > 1):
        return figures_of_unit(tables, NETWORK, audience)
    if len(scope) == 1:
        return figures_of_unit(tables, next(iter(scope)), audience)
    return figures_of_some(tables, scope, tally.tally(period, scope), audience)


def turnover(scope: access.Scope, period: Period) -> tuple[Turnover, ...]:
    """Lines by hand that stand and intersect the period, then what is computed of it, by KPA and date."""
    lines = TurnoverLine.objects.current().overlapping(period.start, period.end).select_related("kpa")
    if scope is not None:
        lines = lines.filter(kpa_id__in=scope)
    found = [
        (
            line.kpa.name_key,
            Turnover(
                line.kpa.name, line.start, line.end, line.cents, line.start < period.start or line.end > period.end
            ),
        )
        for line in lines
    ]
    found += computed_turnover(scope, period)
    return tuple(line for _, line in sorted(found, key=lambda each: (each[0], each[1].start, each[1].end)))


def computed_turnover(scope: access.Scope, period: Period) -> list[tuple[str, Turnover]]:
    """One line per KPA and calendar year since its turnover is computed, 0 € included, with what sorts it."""
    known = TurnoverSource.objects.filter(computed_from__lte=period.end).select_related("kpa")
    sources = list(known if scope is None else known.filter(kpa_id__in=scope))
    if not sources:
        return []
    cents = computed([source.kpa_id for source in sources], period.start, period.end)
    found = []
    for source in sources:
        first = max(period.start, source.computed_from or period.end)
        for year in range(first.year, period.end.year + 1):
            start, end = max(first, datetime.date(year, 1, 1)), min(period.end, datetime.date(year, 12, 31))
            amount = cents.get((source.kpa_id, year), 0)
            found.append((source.kpa.name_key, Turnover(source.kpa.name, start, end, amount, computed=source.by)))
    return found


def people_behind(actor: Actor, request: Request, key: str) -> JourneyQuerySet:
    """The reference journeys an indicator counts, for those who may open all their files (PermissionDenied otherwise).

    KeyError when the report has no such key. Order and page it as any queryset of journeys.
    """
    scope = scope_of(actor, request)
    row = indicator(key)
    mine = access.reach(actor, "team")
    if mine is not None and (scope is None or not scope <= mine):
        raise PermissionDenied("Voir les personnes derrière un chiffre demande d'avoir accès à leurs dossiers.")
    ids = tally.reference_ids_sql(request.period, scope, row.dimension, row.values)
    # Anonymised journeys count still, so they are listed, without a name: the list is as long as the figure says.
    journeys = Journey.objects.all() if mine is None else Journey.objects.filter(kpa_id__in=mine)
    return journeys.filter(pk__in=RawSQL(ids, ()))  # noqa: S611 - literals of our own


def indicator(key: str) -> Indicator:
    """The table's row for a key, `department.…` included; KeyError when there is none."""
    prefix, _, code = key.partition(".")
    departments = [code] if prefix == "department" and code.isalnum() and len(code) <= 3 else []
    return {row.key: row for row in rows_for(departments)}[key]


def kpas_named(actor: Actor, names: Iterable[str]) -> frozenset[int]:
    """The KPAs with these names, without case or accents; a ValueError lists the known ones."""
    kpas = Organisation.objects.filter(kind=Kind.KPA)
    mine = access.reach(actor, "public")
    if mine is not None:
        kpas = kpas.filter(pk__in=mine)
    known = {fold(kpa.name): kpa for kpa in kpas}
    unknown = [name for name in names if fold(name) not in known]
    if unknown:
        listed = ", ".join(kpa.name for kpa in known.values()) or "aucun pour l'instant"
        raise ValueError(f"Aucun KPA ne s'appelle {', '.join(f'« {name} »' for name in unknown)}. Connus : {listed}.")
    return frozenset(known[fold(name)].pk for name in names)


def default_period(today: datetime.date) -> Period:
    """The last full calendar year: what a report is most often about."""
    return Period(datetime.date(today.year - 1, 1, 1), datetime.date(today.year - 1, 12, 31))
