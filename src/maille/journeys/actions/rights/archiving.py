"""Signed records leave an anonymised file for an archive apart, for their legal time and not a day more."""

import datetime
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from maille.journeys.models import (
    Contract,
    ContractPeriod,
    Document,
    DocumentKind,
    KeepingRule,
    LegalArchive,
    Person,
    Signature,
    StoredFile,
)
from maille.journeys.models.many import these
from maille.journeys.models.rights import keeping_rule
from maille.journeys.rules.dates import add_months
from maille.journeys.rules.names import fold

LEGAL_KINDS = (DocumentKind.CONTRACT, DocumentKind.RENEWAL, DocumentKind.TERMINATION)
"""What proves a contract; certificates and shuttle sheets go with the file."""
NEUTRAL_NAME = "document"
"""A file's own name may hold somebody's; its archive has the name in its facts."""


@dataclass
class Archived:
    """What was kept apart."""

    until: dict[int, datetime.date] = field(default_factory=dict)
    """Person → the last day something of theirs is kept."""
    files: set[int] = field(default_factory=set)
    """Stored files that now belong to archives."""


ARCHIVERS: list[Callable[[Collection[Person], datetime.date], Iterable[tuple[LegalArchive, list[int]]]]] = []
"""Of apps above: what the law has kept of these people on that day, unsaved, each with its stored files.

They name nobody and their days are their own: an accounting record stays without the person's name.
"""


def archive(people: Collection[Person], day: datetime.date, at: datetime.datetime) -> Archived:
    """Copy every signed contract of these people into archives; what its time is over for is left to be erased.

    Constant number of queries, whatever the number of people and contracts. LookupError without a rule of the day:
    a signed contract must not be lost for want of one.
    """
    rule, kept = keeping_rule(KeepingRule.What.CONTRACT, day), Archived()
    if rule is None or rule.years is None:
        raise LookupError("Aucune durée de conservation des contrats n'est enregistrée : rien ne peut être anonymisé.")
    by_id = {person.pk: person for person in people}
    documents = Document.objects.filter(kind__in=LEGAL_KINDS, signatures__isnull=False)
    contracts = (
        Contract.objects.filter(person__in=these(by_id))
        .select_related("journey", "termination")
        .prefetch_related(
            Prefetch("periods", ContractPeriod.objects.order_by("rank")),
            Prefetch("documents", documents.distinct().order_by("issued_at", "pk")),
            Prefetch("documents__signatures", Signature.objects.order_by("pk")),
        )
    )
    made: list[tuple[LegalArchive, list[int]]] = []
    for contract in contracts.order_by("pk"):
        ended_on = end_of(contract, day)
        until = add_months(ended_on, 12 * rule.years)
        if until < day:
            continue
        for title, signed_on, facts, files in records_of(contract):
            made.append(
                (
                    LegalArchive(
                        host_id=contract.host_id,
                        kpa_id=contract.kpa_id,
                        title=title,
                        signed_on=signed_on,
                        ended_on=ended_on,
                        kept_until=until,
                        why=f"{rule.years} ans à compter {rule.counted_from} : {rule.source}",
                        archived_at=at,
                        facts=json.dumps(facts, ensure_ascii=False, default=str),
                        **identity_of(by_id[contract.person_id]),
                    ),
                    files,
                )
            )
            kept.until[contract.person_id] = max(until, kept.until.get(contract.person_id, until))
            kept.files.update(files)
    for others in ARCHIVERS:
        for each, files in others(people, day):
            each.archived_at = at
            made.append((each, files))
            kept.files.update(files)
    write(made)
    return kept


def write(made: list[tuple[LegalArchive, list[int]]]) -> None:
    """Store the archives with their files, which lose the names people gave them."""
    LegalArchive.objects.bulk_create([archive for archive, _ in made], batch_size=200)
    link = LegalArchive.files.through
    link.objects.bulk_create(
        [link(legalarchive=archive, storedfile_id=pk) for archive, files in made for pk in files], batch_size=500
    )
    StoredFile.objects.filter(pk__in={pk for _, files in made for pk in files}).update(name=NEUTRAL_NAME)


def identity_of(person: Person) -> dict[str, Any]:
    """What an archive is found by."""
    name = f"{person.last_name} {person.first_name}"
    return {"name": name, "search_key": fold(name), "birth_date": person.birth_date}


def end_of(contract: Contract, day: datetime.date) -> datetime.date:
    """The day the contract ended: early, at the end of its last period, else with the journey, else today."""
    if hasattr(contract, "termination"):
        return contract.termination.ended_on
    ends = [period.ends_on for period in contract.periods.all()]
    if ends and None not in ends:
        return max(end for end in ends if end is not None)
    return contract.journey.ended_on or day


Record = tuple[str, datetime.date | None, dict[str, Any], list[int]]
"""Title, day it was signed, facts, stored files."""


def records_of(contract: Contract) -> Iterable[Record]:
    """Each signed document of a contract; a signed period no document tells is kept by its facts alone."""
    periods = {period.pk: period for period in contract.periods.all()}
    common = {"contract": said(contract)}
    if hasattr(contract, "termination"):
        common["termination"] = said(contract.termination)
    told = set()
    for document in contract.documents.all():
        signatures = list(document.signatures.all())
        period = periods.get(document.period_id or 0)
        told.add(document.period_id)
        yield (
            f"{document.get_kind_display()}, {contract.get_kind_display()}",
            max(signature.signed_on for signature in signatures),
            {
                **common,
                "document": said(document),
                "period": said(period) if period else None,
                "signatures": [said(signature) for signature in signatures],
            },
            [document.file_id, *(each.scan_id for each in signatures if each.scan_id)],
        )
    for period in periods.values():
        if period.signed_on and period.pk not in told:
            title = f"{contract.get_kind_display()}, période {period.rank + 1}, sans document"
            yield title, period.signed_on, {**common, "period": said(period)}, []


def said(record: Any) -> dict[str, Any]:
    """Every stored field of a record, as it is."""
    return {each.attname: getattr(record, each.attname) for each in record._meta.concrete_fields}
