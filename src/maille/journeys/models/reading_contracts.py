"""Contracts read in a constant number of queries and told at a date.

What other rooms ask:

* `contract_at(person, kpa, day)`: the contract somebody has in a KPA that day, None without any. `.covers` says whether
  it is signed, begun and not over (what working asks); `.status`, `.ends_on` and `.sentence` tell the rest.
* `contracts_at(journeys, day)`: the same for a list of journeys, by journey id, in two queries whatever their number.
* `held_by(person_ids)`: every contract of these people as rules' values, in two queries: what the law counts.

People are found through the journey, which follows them when two files are joined; the contract keeps the file it was
signed under. Callers have loaded the person or the journeys within their scope.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q

from maille.journeys.models.contracts import Contract, ContractLaw, ContractPeriod, ContractQuerySet, in_force
from maille.journeys.models.documents import Document, DocumentKind
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.rules.checks import day as written
from maille.journeys.rules.contracts import status
from maille.journeys.rules.contracts.facts import Held, Limits, Period, short
from maille.journeys.rules.contracts.status import Standing, Status
from maille.network.models import Organisation

PAPERS = (DocumentKind.CONTRACT, DocumentKind.RENEWAL)
"""The documents a period is signed on."""


@dataclass(frozen=True)
class ContractTold:
    """A contract as a page tells it on a day."""

    contract: Contract
    held: Held
    standing: Standing
    day: datetime.date

    @property
    def status(self) -> Status:
        """Where it stands."""
        return self.standing.status

    @property
    def covers(self) -> bool:
        """Whether it is signed, begun and not over that day."""
        return self.standing.covers

    @property
    def ends_on(self) -> datetime.date | None:
        """The last day signed so far, or of the early end."""
        return self.standing.ends_on

    @property
    def words(self) -> str:
        """The status in words."""
        return status.STATUS_NAMES[self.status]

    @property
    def tone(self) -> str:
        """What colour repeats the status."""
        return status.TONES[self.status]

    @property
    def name(self) -> str:
        """The kind in one word, capitalised."""
        name = short(self.contract.kind)
        return name[0].upper() + name[1:]

    @property
    def sentence(self) -> str:
        """In a few words: "CAPE avec Optéos, en cours jusqu'au 06/01/2027"."""
        what, standing = f"{self.name} avec {self.held.host}", self.standing
        until = f" jusqu'au {written(standing.ends_on)}" if standing.ends_on else ""
        first = self.held.periods[0].started_on if self.held.periods else None
        if standing.covers:
            return f"{what}, en cours{until}"
        if self.status == Status.TO_BEGIN and first:
            start = min(each.started_on for each in self.held.signed if each.started_on > self.day)
            return f"{what}, signé, commence le {written(start)}"
        if self.status in (Status.DRAFT, Status.TO_SIGN):
            begins = f", prévu à partir du {written(first)}" if first else ""
            return f"{what}, {'à signer' if self.status == Status.TO_SIGN else 'en préparation'}{begins}"
        verb = "rompu" if self.status == Status.TERMINATED else "terminé"
        return f"{what}, {verb} depuis le {written(standing.ends_on)}" if standing.ends_on else f"{what}, {verb}"


def with_periods(contracts: ContractQuerySet) -> ContractQuerySet:
    """Two queries whatever the number of contracts: with host, early end, and periods not withdrawn by rank."""
    issued = Document.objects.filter(period=OuterRef("pk"), kind__in=PAPERS, issued_at__gte=OuterRef("entered_at"))
    periods = ContractPeriod.objects.filter(withdrawn_at__isnull=True).annotate(issued=Exists(issued.order_by()))
    return (
        contracts.select_related("host", "termination", "journey")
        .prefetch_related(Prefetch("periods", periods.order_by("rank")))
        .order_by("pk")
    )


def held_of(contract: Contract) -> Held:
    """A contract read by `with_periods`, as the rules know it."""
    early = getattr(contract, "termination", None)
    return Held(
        id=contract.pk,
        kind=contract.kind,
        host_id=contract.host_id,
        host=contract.host.name,
        periods=tuple(
            Period(
                each.rank, each.started_on, each.ends_on, each.signed_on, bool(getattr(each, "issued", False)), each.pk
            )
            for each in contract.periods.all()
        ),
        ended_early_on=early.ended_on if early else None,
    )


def tell_contract(contract: Contract, day: datetime.date) -> ContractTold:
    """A contract read by `with_periods`, on that day."""
    held = held_of(contract)
    return ContractTold(contract, held, status.standing_on(held, day), day)


def foremost(told: Iterable[ContractTold]) -> ContractTold | None:
    """The one to tell first: the running one, else the one to come, else the latest over."""
    alive = [each for each in told if each.held.periods]
    return min(alive, key=lambda each: (status.ORDER.index(each.status), -each.contract.pk), default=None)


def contract_at(person: Person, kpa: Organisation, day: datetime.date) -> ContractTold | None:
    """The contract somebody has in this KPA on that day (two queries); `.covers` when they may work under it."""
    contracts = with_periods(Contract.objects.filter(journey__person=person, kpa=kpa))
    return foremost(tell_contract(each, day) for each in contracts)


def contracts_at(journeys: Iterable[Journey], day: datetime.date) -> dict[int, ContractTold]:
    """The same for each of these journeys that has one, by journey id, in two queries.

    A contract written during an earlier journey of the same person in the same KPA counts too.
    """
    journeys = list(journeys)
    if not journeys:
        return {}
    people = {journey.person_id for journey in journeys}
    found: dict[tuple[int, int], list[ContractTold]] = defaultdict(list)
    for contract in with_periods(Contract.objects.filter(journey__person__in=people)):
        found[contract.journey.person_id, contract.kpa_id].append(tell_contract(contract, day))
    told = {journey.pk: foremost(found[journey.person_id, journey.kpa_id]) for journey in journeys}
    return {pk: each for pk, each in told.items() if each is not None}


def all_contracts_of(journeys: Iterable[Journey], day: datetime.date) -> dict[int, list[ContractTold]]:
    """Every contract of each of these journeys that day, the foremost first, in two queries."""
    found: dict[int, list[ContractTold]] = {journey.pk: [] for journey in journeys}
    if found:
        for contract in with_periods(Contract.objects.filter(journey__in=list(found))):
            told = tell_contract(contract, day)
            if told.held.periods:
                found[contract.journey_id].append(told)
    return {
        pk: sorted(told, key=lambda each: (status.ORDER.index(each.status), -each.contract.pk))
        for pk, told in found.items()
    }


def held_by(people: Iterable[int]) -> dict[int, list[Held]]:
    """Every contract of these people, whatever the KPA: what the law counts, in two queries."""
    found: dict[int, list[Held]] = {person: [] for person in people}
    for contract in with_periods(Contract.objects.filter(Q(journey__person__in=list(found)))):
        found[contract.journey.person_id].append(held_of(contract))
    return found


def limits_of(law: ContractLaw) -> Limits:
    """A row of the law as the rules know it."""
    return Limits(
        kind=law.kind,
        period_months=law.period_months,
        renewals=law.renewals,
        total_months=law.total_months,
        trial_months=law.trial_months,
        associate_months=law.associate_months,
        notice_days=tuple(sorted(law.notice_days, reverse=True)),
        source=law.source,
    )


def law_at(kind: str, day: datetime.date) -> Limits | None:
    """What the law allows for this kind of contract on that day (one query); None when it knows no such contract."""
    law = in_force(ContractLaw.objects.filter(kind=kind), day)
    return limits_of(law) if law else None


def laws_at(day: datetime.date) -> dict[str, Limits]:
    """The law of that day for every kind, in one query."""
    by_kind: dict[str, list[ContractLaw]] = defaultdict(list)
    for law in ContractLaw.objects.all():
        by_kind[law.kind].append(law)
    told = {kind: in_force(laws, day) for kind, laws in by_kind.items()}
    return {kind: limits_of(law) for kind, law in told.items() if law}
