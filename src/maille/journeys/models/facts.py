"""What a document copies from the database the day it is issued, as plain values (`Document.facts`)."""

import datetime
from typing import Any

from maille.journeys.models.contracts import ClauseText, Contract, ContractPeriod
from maille.journeys.models.documents import Document, DocumentKind
from maille.journeys.models.issued import days_of, terms_of
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.models.reading_contracts import law_at
from maille.journeys.rules.contracts import status
from maille.journeys.rules.documents import words
from maille.journeys.rules.documents.clauses import CLAUSES, completed
from maille.journeys.rules.documents.merging import merged
from maille.network.models import Organisation

TOLD = ("name", "siren", "siret", "rna", "address", "postal_code", "commune", "phone", "email")


def period_facts(period: ContractPeriod, day: datetime.date, representative: str) -> dict[str, Any]:
    """The first contract or a renewal, with the host's clauses of that day merged with the period's figures."""
    contract = period.contract
    facts = contract_facts(contract, period, day, representative)
    facts["kind"] = DocumentKind.RENEWAL if period.rank else DocumentKind.CONTRACT
    facts["parties"] = ["person", "representative", "host"] if facts["minor"] else ["person", "host"]
    text = text_in_use(contract.host_id, contract.kind, day)
    written = completed(contract.kind, text.clauses if text else {})
    places = words.places(facts)
    facts["clauses_version"] = text.number if text else 0
    facts["clauses"] = [
        {"number": clause.number, "title": clause.title, "text": merged(written[clause.key], places)}
        for clause in CLAUSES[contract.kind]
    ]
    former = contract.periods.filter(rank__lt=period.rank, signed_on__isnull=False).order_by("rank")
    facts["former"] = [days_of(each) | {"rank": each.rank} for each in former]
    return facts


def contract_facts(
    contract: Contract, period: ContractPeriod, day: datetime.date, representative: str = ""
) -> dict[str, Any]:
    """Parties, days and terms: what every document of a contract says."""
    person = contract.journey.person
    law = law_at(contract.kind, period.started_on)
    minor = bool(person.birth_date and status.REPRESENTATIVE in status.parties(person.birth_date, day))
    return {
        "issued_on": day.isoformat(),
        "reference": reference(contract, period),
        "person": person_told(person, contract.journey),
        "minor": minor,
        "representative": representative if minor else "",
        "kpa": organisation_told(contract.kpa),
        "host": organisation_told(contract.host),
        "contract": {
            "id": contract.pk,
            "kind": contract.kind,
            "name": contract.get_kind_display(),
            "rank": period.rank,
            "signed_on": period.signed_on.isoformat() if period.signed_on else None,
            **days_of(period),
        },
        "terms": terms_of(period),
        "law": law.source if law else "",
    }


def reference(contract: Contract, period: ContractPeriod) -> str:
    """Contract, period, edition: "12-1-2" is the second document issued for contract 12's first period."""
    edition = Document.objects.filter(contract=contract, period=period).count() + 1
    return f"{contract.pk}-{period.rank + 1}-{edition}"


def person_told(person: Person, journey: Journey) -> dict[str, Any]:
    """Names, birth date and where the person lives, as known."""
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "postal_code": journey.postal_code,
        "commune": journey.commune,
    }


def organisation_told(organisation: Organisation) -> dict[str, str]:
    """A structure's name, numbers and registered office."""
    return {name: getattr(organisation, name) for name in TOLD}


def text_in_use(host_id: int, kind: str, day: datetime.date) -> ClauseText | None:
    """The host's own clauses that day; None where it wrote none yet."""
    texts = ClauseText.objects.filter(host_id=host_id, kind=kind, adopted_on__lte=day)
    return texts.order_by("-number").first()
