"""Issued documents as their lists and pages tell them: which one counts, who signed, who is awaited."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from maille.journeys.models.contracts import ContractPeriod
from maille.journeys.models.documents import Document, DocumentKind, DocumentQuerySet, Signature
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.rules.documents.telling import PARTY_LABELS

SIGNED_KINDS = (DocumentKind.CONTRACT, DocumentKind.RENEWAL)
"""Their signature makes a period signed."""
TERMS = ("programme", "resources", "resources_cents", "fee_permille", "fee_cents", "ceiling_cents", "pay_cents")
"""What a period says besides its days, copied into its document."""


@dataclass(frozen=True)
class Awaited:
    """One party of a document, with its signature if it is there."""

    party: str
    label: str
    name: str
    signature: Signature | None


@dataclass(frozen=True)
class Issued:
    """A document and where it stands."""

    document: Document
    parties: tuple[Awaited, ...]
    replaced: bool
    """A later edition of the same period, or of the same contract's end, exists."""
    outdated: bool
    """The period was changed since: this edition is not to be signed."""

    def begins_before(self, day: datetime.date) -> bool:
        """The period begins before everybody signed: its days are to be done again (mission, "a host's routine")."""
        period = self.document.period
        contract = self.document.kind in SIGNED_KINDS
        return self.signable and contract and period is not None and period.started_on < day

    @property
    def complete(self) -> bool:
        """Everybody who must sign has."""
        return bool(self.parties) and all(each.signature for each in self.parties)

    @property
    def signable(self) -> bool:
        """Somebody may still sign it."""
        return bool(self.parties) and not (self.complete or self.replaced or self.outdated)

    @property
    def awaited(self) -> tuple[Awaited, ...]:
        """Those who have not signed."""
        return tuple(each for each in self.parties if each.signature is None)

    @property
    def badge(self) -> tuple[str, str]:
        """The state in words, and the tone that repeats it."""
        if not self.parties:
            return "Établi", "neutral"
        if self.complete:
            return "Signé", "good"
        if self.replaced:
            return "Remplacé", "neutral"
        if self.outdated:
            return "À refaire", "attention"
        return "À signer", "attention"


def issued(documents: Iterable[Document]) -> list[Issued]:
    """Each with its signatures; constant queries whatever their number (they come with period and signatures)."""
    found = list(documents)
    latest = latest_of({each.contract_id for each in found if each.contract_id})
    return [tell(document, latest) for document in found]


def latest_of(contracts: set[int]) -> dict[tuple[Any, ...], int]:
    """The last edition of each thing to sign, in these contracts."""
    rows = Document.objects.filter(contract_id__in=contracts).order_by("issued_at", "id")
    keys = rows.values_list("id", "contract_id", "kind", "period_id")
    return {key(contract, kind, period): pk for pk, contract, kind, period in keys}


def key(contract: int | None, kind: str, period: int | None) -> tuple[Any, ...]:
    """What two editions have in common: the period for a contract, the kind for what ends or attests it."""
    return ("period", period) if kind in SIGNED_KINDS else (kind, contract, period)


def tell(document: Document, latest: dict[tuple[Any, ...], int]) -> Issued:
    """One document among its contract's."""
    by_party = {each.party: each for each in document.signatures.all()}
    names = party_names(document.facts)
    last = latest.get(key(document.contract_id, document.kind, document.period_id))
    return Issued(
        document,
        tuple(Awaited(each, PARTY_LABELS[each], names[each], by_party.get(each)) for each in document.parties),
        replaced=last is not None and last != document.pk,
        outdated=document.kind in SIGNED_KINDS and not says_the_same(document.facts, document.period),
    )


def party_names(facts: dict[str, Any]) -> dict[str, str]:
    """Who signs for each party, as the document names them."""
    person, host = facts["person"], facts.get("host")
    return {
        "person": f"{person['first_name']} {person['last_name']}",
        "representative": facts.get("representative", ""),
        "host": host["name"] if host else "",
    }


def says_the_same(facts: dict[str, Any], period: ContractPeriod | None) -> bool:
    """Whether the document still says what its period says."""
    return (
        period is not None
        and facts["terms"] == terms_of(period)
        and facts["contract"] | days_of(period) == (facts["contract"])
    )


def terms_of(period: ContractPeriod) -> dict[str, Any]:
    """The period's terms as plain values."""
    return {name: getattr(period, name) for name in TERMS}


def days_of(period: ContractPeriod) -> dict[str, str | None]:
    """The period's days in ISO."""
    return {
        "started_on": period.started_on.isoformat(),
        "ends_on": period.ends_on.isoformat() if period.ends_on else None,
    }


def documents_of(journey: Journey) -> list[Issued]:
    """Those of one journey's contracts and its shuttle sheets, the latest first (three queries)."""
    # people joined since keep the documents issued under their former file
    of = Q(contract__journey=journey) | Q(contract__isnull=True, kpa=journey.kpa_id, person=journey.person_id)
    return issued(read(Document.objects.filter(of)))


def documents_about(person: Person) -> list[Issued]:
    """All those of one person, whatever the KPA, but the sheets written for the insurer."""
    of = Q(person=person) | Q(person__merged_into=person)
    return issued(read(Document.objects.filter(of).exclude(kind=DocumentKind.SHUTTLE_SHEET)))


def read(documents: DocumentQuerySet) -> DocumentQuerySet:
    """With what telling them asks for."""
    related = documents.select_related("file", "period", "host", "kpa", "person__merged_into", "contract")
    return related.prefetch_related("signatures__user", "signatures__entered_by", "signatures__scan")
