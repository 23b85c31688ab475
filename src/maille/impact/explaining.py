"""Why a frozen report and today's figures differ, row by row."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from maille.impact import access, reporting, tally
from maille.impact.models import FrozenReport
from maille.impact.rules.comparison import Comparison, compare
from maille.impact.rules.periods import Period
from maille.impact.rules.snapshots import Difference, differences, unpack
from maille.journeys.models import Journey
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Explained:
    """One person's difference, with why in a sentence."""

    difference: Difference
    why: str


def living(actor: Actor, frozen: FrozenReport) -> Comparison:
    """The frozen report beside the same one asked today."""
    request = reporting.Request(frozen.period, frozenset(frozen.kpa_ids), frozen.audience)
    now = reporting.build(actor, request)
    return compare(frozen.report, type(now)(now.period, now.audience, now.figures, now.turnover, frozen.report.kpas))


def explain(actor: Actor, frozen: FrozenReport) -> list[Explained]:
    """Everybody counted otherwise than when the report was frozen; for those who may open all the files."""
    scope = frozenset(frozen.kpa_ids)
    if not access.may_see_people(actor, scope):
        raise PermissionDenied("Voir ce qui a changé personne par personne demande d'avoir accès à leurs dossiers.")
    found = differences(unpack(frozen.rows), tally.rows(frozen.period, scope))
    ids = {pk for each in found for pk in (each.before, each.after) if pk is not None}
    journeys = Journey.objects.in_bulk(ids)
    return [Explained(each, why(each, journeys, frozen.period, scope, frozen.at)) for each in found]


def why(
    each: Difference, journeys: dict[int, Journey], period: Period, scope: frozenset[int], since: datetime.datetime
) -> str:
    """The reason as far as the facts tell it."""
    before, after = journeys.get(each.before or 0), journeys.get(each.after or 0)
    if each.kind == "changed":
        return said(each)
    if each.kind == "moved":
        return f"Un autre parcours de la même personne est maintenant le dernier commencé. {said(each)}".strip()
    if each.kind == "entered" and after is not None:
        if after.created_at > since:
            return f"Parcours enregistré depuis, le {after.created_at:%d/%m/%Y}."
        return "Ce parcours existait : ses dates, son KPA ou sa fiche ont changé depuis."
    if before is None:
        return "Ce parcours n'est plus dans Maille."
    if before.kpa_id not in scope:
        return "Ce parcours n'est plus dans un KPA de ce bilan."
    if before.entered_on > period.end or (before.ended_on is not None and before.ended_on < period.start):
        end = f", sortie le {before.ended_on:%d/%m/%Y}" if before.ended_on else ""
        return f"Ce parcours n'est plus dans la période (entrée le {before.entered_on:%d/%m/%Y}{end})."
    return "Un autre parcours de la même personne, peut-être après une fusion de fiches, compte à sa place."


def said(each: Difference) -> str:
    """What changed, answer by answer."""
    return " ".join(f"{one.label} : {one.before or '–'} → {one.after or '–'}." for one in each.changes)


def totals(found: Iterable[Difference]) -> dict[str, int]:
    """Indicator → how many people more (or fewer) it counts now; equals the difference between the two reports."""
    net: dict[str, int] = {}
    for each in found:
        for key in each.gained:
            net[key] = net.get(key, 0) + 1
        for key in each.lost:
            net[key] = net.get(key, 0) - 1
    return {key: number for key, number in net.items() if number}
