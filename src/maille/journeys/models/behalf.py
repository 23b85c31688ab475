"""Whatever was written for somebody by somebody else, whatever it is: listed in pages, and what the person answered.

One table of kinds, which apps above fill with theirs; one query over all of them for a page, two more per kind met on
it. Shown by one template, "journeys/notes/_behalf.html".
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, Value

from maille.journeys.models.contracts import Contract, ContractPeriod, Termination
from maille.journeys.models.documents import Signature
from maille.journeys.models.entered import Entered
from maille.journeys.models.notes import Note, Opening, Reply
from maille.journeys.models.people import Person
from maille.journeys.models.pieces import BankDetails, Insurance, Piece
from maille.journeys.models.rights import RightsRequest
from maille.journeys.models.skills import Recognition
from maille.journeys.models.support import Barrier, Goal, Interview, NextStep, Orientation, Procedure
from maille.journeys.models.workshops import WorkshopPlace
from maille.network.rules.roles import Actor

SIZE = 20


@dataclass(frozen=True)
class Kind:
    """One kind of record: where its person and KPA are, and what naming it needs to read."""

    subject: str
    model: type[Entered]
    person: str
    kpa: str
    """Path to the KPA's id; "" for what belongs to no KPA, then answered by the person's latest one."""
    related: tuple[str, ...] = ()


S = Reply.Subject
KINDS: list[Kind] = [
    Kind(S.NOTE, Note, "journey__person", "journey__kpa_id"),
    Kind(S.INTERVIEW, Interview, "journey__person", "journey__kpa_id"),
    Kind(S.BARRIER, Barrier, "journey__person", "journey__kpa_id"),
    Kind(S.GOAL, Goal, "journey__person", "journey__kpa_id"),
    Kind(S.STEP, NextStep, "goal__journey__person", "goal__journey__kpa_id"),
    Kind(S.ORIENTATION, Orientation, "journey__person", "journey__kpa_id", ("partner",)),
    Kind(S.PROCEDURE, Procedure, "journey__person", "journey__kpa_id"),
    Kind(S.PLACE, WorkshopPlace, "journey__person", "journey__kpa_id", ("workshop",)),
    Kind(S.RECOGNITION, Recognition, "journey__person", "journey__kpa_id", ("skill",)),
    Kind(S.PIECE, Piece, "person", "kpa_id"),
    Kind(S.INSURANCE, Insurance, "person", "kpa_id"),
    Kind(S.BANK, BankDetails, "person", ""),
    Kind(S.CONTRACT, Contract, "person", "kpa_id"),
    Kind(S.PERIOD, ContractPeriod, "contract__person", "contract__kpa_id", ("contract",)),
    Kind(S.TERMINATION, Termination, "contract__person", "contract__kpa_id", ("contract",)),
    Kind(S.SIGNATURE, Signature, "document__person", "document__kpa_id", ("document",)),
    Kind(S.REQUEST, RightsRequest, "person", ""),
    Kind(S.REPLY, Reply, "person", "kpa_id"),
    Kind(S.OPENING, Opening, "journey__person", "journey__kpa_id", ("user", "organisation")),
]
KIND_OF = {kind.subject: kind for kind in KINDS}
IN_WORDS: dict[str, Callable[[Any], str]] = {
    S.NOTE: lambda note: str(note.text),
    S.REPLY: lambda reply: f"{reply.get_kind_display()} : {reply.text}",
    S.PLACE: lambda place: f"{place.workshop}, {place.workshop.starts_at:%d/%m/%Y}",
    S.OPENING: lambda opening: f"{opening.user} peut lire une partie du parcours, pour {opening.reason}",
    S.RECOGNITION: lambda recognised: f"{recognised.skill} : {recognised.get_level_display().lower()}",
    S.SIGNATURE: lambda signature: f"{signature.document.get_kind_display()}, signé le {signature.signed_on:%d/%m/%Y}",
    S.PIECE: lambda piece: f"{piece.get_kind_display()}, le {piece.given_on:%d/%m/%Y}",
    S.BANK: lambda bank: f"Compte {bank}, depuis le {bank.since:%d/%m/%Y}",
    S.CONTRACT: lambda contract: str(contract.get_kind_display()),
    S.PERIOD: lambda period: (
        f"Du {period.started_on:%d/%m/%Y}" + (f" au {period.ends_on:%d/%m/%Y}" if period.ends_on else "")
    ),
    S.TERMINATION: lambda end: f"Fin le {end.ended_on:%d/%m/%Y} : {end.reason}",
    S.INSURANCE: lambda demand: f"Envoyée le {demand.sent_on:%d/%m/%Y}",
    S.REQUEST: lambda request: f"{request.get_kind_display()}, le {request.asked_on:%d/%m/%Y}",
}
"""Kind → a record in the person's words; `str` for the others."""


def register(kind: Kind, tell: Callable[[Any], str] = str) -> None:
    """Add a kind of record of an app above, from its AppConfig.ready; twice is once."""
    if kind.subject not in KIND_OF:
        KINDS.append(kind)
        KIND_OF[kind.subject] = kind
        IN_WORDS[kind.subject] = tell


@dataclass(frozen=True)
class Written:
    """One record written for the person, with what it is in words."""

    subject: str
    record: Any
    kind_name: str
    words: str


@dataclass(frozen=True)
class Page:
    """Records of one page, the latest first, and the query strings of its neighbours, as maille.ui.keyset's."""

    rows: list[Written]
    next_query: str = ""
    previous_query: str = ""


def records_of(kind: Kind, person: Person, kpas: Iterable[int] | None) -> QuerySet[Any]:
    """Those of one kind about this person; `kpas` limits what somebody else than the person sees.

    Of notes, those she reads.
    """
    found = kind.model._default_manager.filter(**{kind.person: person})
    if kind.model is Note:
        found = Note.objects.shared_with(person)
    if kpas is not None and kind.kpa:
        found = found.filter(**{f"{kind.kpa}__in": kpas})
    return found


def written_for(person: Person, after: str = "", kpas: Iterable[int] | None = None, size: int = SIZE) -> Page:
    """One page of what was written on this person's behalf; `after` is the "goal-12" of the page before.

    Three kinds of queries, none growing with the number of records: the anchor, the page, one per kind met.
    """
    anchor = anchor_of(person, after, kpas)
    parts = [part(kind, person, kpas, anchor) for kind in KINDS]
    rows = list(parts[0].union(*parts[1:], all=True).order_by("-entered_at", "kind_key", "-number")[: size + 1])
    shown = rows[:size]
    written = told(shown)
    more = f"apres={shown[-1]['kind_key']}-{shown[-1]['number']}" if len(rows) > size else ""
    return Page(written, more, "")


def part(kind: Kind, person: Person, kpas: Iterable[int] | None, anchor: tuple[Any, str, int] | None) -> QuerySet[Any]:
    """What one kind brings to the page; beyond the anchor in the order of the page."""
    found = records_of(kind, person, kpas).filter(on_behalf=True)
    if anchor is not None:
        at, subject, number = anchor
        beyond = Q(entered_at__lt=at)
        if kind.subject > subject:
            beyond |= Q(entered_at=at)
        elif kind.subject == subject:
            beyond |= Q(entered_at=at, pk__lt=number)
        found = found.filter(beyond)
    named = found.order_by().annotate(
        kind_key=Value(str(kind.subject), CharField()), number=models.ExpressionWrapper(F("pk"), BigIntegerField())
    )
    columns: QuerySet[Any] = named.values("entered_at", "number", "kind_key")
    return columns


def anchor_of(person: Person, after: str, kpas: Iterable[int] | None) -> tuple[datetime.datetime, str, int] | None:
    """When the record named in the address was written; None when it names nothing of this person's."""
    subject, _, number = after.partition("-")
    found = find(
        person, subject, int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0, kpas
    )
    return (found.entered_at, subject, found.pk) if found is not None else None


def find(person: Person, subject: str, number: int, kpas: Iterable[int] | None = None) -> Any:
    """One record about this person, or None."""
    kind = KIND_OF.get(subject)
    if kind is None or not number:
        return None
    return records_of(kind, person, kpas).select_related("entered_by", *kind.related).filter(pk=number).first()


def told(rows: Sequence[dict[str, Any]]) -> list[Written]:
    """The records of a page in its order, with their answers: two queries per kind met."""
    by_kind: dict[str, list[int]] = {}
    for row in rows:
        by_kind.setdefault(row["kind_key"], []).append(row["number"])
    found: dict[tuple[str, int], Any] = {}
    for subject, numbers in by_kind.items():
        kind = KIND_OF[subject]
        records = kind.model._default_manager.select_related("entered_by", *kind.related).filter(pk__in=numbers)
        for record in with_replies(subject, list(records)):
            found[subject, record.pk] = record
    return [write(row["kind_key"], found[row["kind_key"], row["number"]]) for row in rows]


def write(subject: str, record: Any) -> Written:
    """A record as the person reads it."""
    tell = IN_WORDS.get(subject, str)
    return Written(subject, record, str(S(subject).label), tell(record))


def with_replies(subject: str, records: Sequence[Any]) -> Sequence[Any]:
    """The same records (any `Entered` of that subject), each knowing what the person answered; one query for all."""
    answered: dict[int, list[Reply]] = {}
    if records:
        replies = Reply.objects.filter(subject=subject, subject_id__in=[record.pk for record in records])
        for reply in replies.select_related("entered_by", "answered_by").order_by("entered_at", "pk"):
            answered.setdefault(reply.subject_id, []).append(reply)
    for record in records:
        record._replies = answered.get(record.pk, [])
    return records


def contests_in(actor: Actor, person: Person, kpa_id: int) -> dict[tuple[str, int], str]:
    """Subject and id of what this person contests in that KPA → the sentence to put beside it; one query.

    For pages that tell records without loading them.
    """
    found = Reply.objects.visible_to(actor).filter(person=person, kpa_id=kpa_id, kind=Reply.Kind.CONTEST)
    told_of = {}
    for subject, number, at in found.order_by("entered_at", "pk").values_list("subject", "subject_id", "entered_at"):
        told_of[subject, number] = f"Contesté par {person.first_name} le {at:%d/%m/%Y}."
    return told_of


def kpa_of(subject: str, record: Any, person: Person) -> int | None:
    """Whose team answers about this record: its KPA, or the latest the person entered."""
    from maille.journeys.models.journeys import Journey

    kind = KIND_OF[subject]
    if not kind.kpa:
        latest = Journey.objects.filter(person=person).order_by("-entered_on", "-pk").values_list("kpa_id", flat=True)
        return latest.first()
    value = record
    for name in kind.kpa.split("__"):
        value = getattr(value, name)
    found: int = value
    return found
