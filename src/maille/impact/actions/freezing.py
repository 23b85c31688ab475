"""Freezing a report: dated, numbered without gap, with the codes behind each figure."""

import datetime
import json
from collections import Counter

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from maille.impact import access, reporting, tally
from maille.impact.models import FrozenReport, FrozenSequence
from maille.impact.rules.report import Report
from maille.impact.rules.snapshots import pack
from maille.network.models import Organisation, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Actor

TRIES = 3


def freeze(actor: Actor, request: reporting.Request, at: datetime.datetime, sent_to: str = "") -> FrozenReport:
    """The report as it is now, kept for ever under the network's next number of the year.

    Numbers have no gap: the number is taken under a lock, in the transaction that writes the report.
    """
    scope = spelled_out(reporting.scope_of(actor, request))
    if not access.may_freeze(actor, scope):
        raise PermissionDenied("Figer un bilan demande de suivre tous les KPA qu'il couvre.")
    network = network_of(scope)
    named = reporting.Request(request.period, request.kpas, request.audience)
    with transaction.atomic():
        rank = next_rank(network, at.year)
        report, rows = steady(actor, named, scope)
        return write(actor, network, at, rank, sent_to, report, rows, scope)


def next_rank(network: Organisation, year: int) -> int:
    """The network's next number of the year, locked until the end of the transaction."""
    try:
        with transaction.atomic():
            FrozenSequence.objects.get_or_create(network=network, year=year)
    except IntegrityError:  # somebody made it at the same moment
        pass
    sequence = FrozenSequence.objects.select_for_update().get(network=network, year=year)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last


def steady(actor: Actor, request: reporting.Request, scope: frozenset[int]) -> tuple[Report, str]:
    """The report and its rows, read again when somebody changed a file between the two."""
    for _ in range(TRIES):
        before = pack(tally.rows(request.period, scope))
        report = reporting.build(actor, request)
        if pack(tally.rows(request.period, scope)) == before:
            return report, before
    raise ValidationError("Des dossiers changent en ce moment même : recommencez dans un instant.")


def write(
    actor: Actor,
    network: Organisation,
    at: datetime.datetime,
    rank: int,
    sent_to: str,
    report: Report,
    rows: str,
    scope: frozenset[int],
) -> FrozenReport:
    """Store the report with its fingerprint."""
    days = [[line.start.isoformat(), line.end.isoformat()] for line in report.turnover]
    frozen = FrozenReport(
        network=network,
        year=at.year,
        rank=rank,
        at=at,
        by_id=actor.user_id,
        sent_to=sent_to,
        start=report.period.start,
        end=report.period.end,
        audience=report.audience,
        kpa_ids=sorted(scope),
        kpa_names=list(report.kpas),
        content=json.dumps({"report": report.as_json(), "turnover_days": days}, ensure_ascii=False),
        rows=rows,
    )
    frozen.sha256 = frozen.fingerprint()
    frozen.save(force_insert=True)
    return frozen


def spelled_out(scope: access.Scope) -> frozenset[int]:
    """The KPAs by id, every one of the installation for the command line."""
    if scope is None:
        return frozenset(Organisation.objects.filter(kind=Kind.KPA).values_list("pk", flat=True))
    return scope


def network_of(scope: frozenset[int]) -> Organisation:
    """The network most of these KPAs belong, or belonged, to; it numbers their reports."""
    member_of = Relation.objects.filter(kind=RelationKind.MEMBER, source_id__in=scope, target__kind=Kind.NETWORK)
    counted = Counter(member_of.order_by("target_id").values_list("target_id", flat=True))
    if counted:
        return Organisation.objects.get(pk=counted.most_common(1)[0][0])
    raise ValidationError("Ces KPA n'appartiennent à aucun réseau : rattachez-les d'abord, c'est lui qui numérote.")
