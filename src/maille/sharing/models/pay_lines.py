"""A month's pay, one line per person even at 0 €: what was asked, where it stands, what was paid, what is missing.

Constant queries for any number of lines.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from maille.activities.models import Participant
from maille.journeys.models import BankDetails, Journey, Person
from maille.journeys.models.reading_contracts import ContractTold, contracts_at
from maille.network.models import Organisation
from maille.sharing.models.pay import PayEvent, PayRequest, Payslip
from maille.sharing.models.pay_money import PayMoney, hours_of, money_of_all, of_all, state_of
from maille.sharing.rules import pay as rules
from maille.sharing.rules.pay import Step

STATE_WORDS = {
    Step.ASKED: ("à vérifier par le KPA", "attention"),
    Step.CHECKED: ("vérifiée, à accepter", "attention"),
    Step.ACCEPTED: ("acceptée, à payer", "neutral"),
    Step.PAID: ("payée", "good"),
    Step.RETURNED: ("renvoyée", "danger"),
    Step.WITHDRAWN: ("retirée", "neutral"),
}


@dataclass(frozen=True)
class PayLine:
    """One person's month in one KPA."""

    kpa: Organisation
    participant: Participant | None
    journey: Journey | None
    """None for somebody of the team."""
    request: PayRequest | None = None
    state: Step | None = None
    slip: Payslip | None = None
    money: PayMoney = field(default_factory=PayMoney)
    minutes: int = 0
    contract: ContractTold | None = None
    missing: tuple[str, ...] = field(default=())

    @property
    def person(self) -> Person | None:
        """Whose file it is."""
        return self.journey.person if self.journey else None

    @property
    def name(self) -> str:
        """Whose line it is."""
        return str(self.person or self.participant)

    @property
    def words(self) -> str:
        """Where it stands."""
        if self.state is not None:
            return STATE_WORDS[self.state][0]
        return "bulletin noté" if self.slip else "rien demandé"

    @property
    def tone(self) -> str:
        """What colour repeats it."""
        return STATE_WORDS[self.state][1] if self.state is not None else "neutral"

    @property
    def asked(self) -> int:
        """Cost asked for pay, when the request stands."""
        return self.request.pay if self.request and self.stands else 0

    @property
    def back(self) -> int:
        """Expenses asked back, when the request stands."""
        return self.request.refund if self.request and self.stands else 0

    @property
    def stands(self) -> bool:
        """Whether the request was neither withdrawn nor sent back."""
        return self.state not in (None, Step.RETURNED, Step.WITHDRAWN)

    @property
    def is_accepted(self) -> bool:
        """Whether the payroll may use it."""
        return self.state in (Step.ACCEPTED, Step.PAID)

    @property
    def differs(self) -> bool:
        """Whether the payslip is not what was asked."""
        return self.slip is not None and (self.slip.cost, self.slip.refund) != (self.asked, self.back)


def lines_of(journeys: Sequence[Journey], team: Sequence[Participant], month: datetime.date) -> list[PayLine]:
    """The lines of these people, in their order. Load person and kpa of each, and user of the team."""
    # unscoped: of journeys loaded in scope
    people = [journey.person_id for journey in journeys]
    known = Participant.objects.going_on().filter(person__in=people, kpa__in={each.kpa_id for each in journeys}).named()
    by_key = {(each.person_id, each.kpa_id): each for each in known}
    held = [*by_key.values(), *team]
    ids = [each.pk for each in held]
    requests, slips = requests_of(ids, month), slips_of(ids, month)
    money, minutes = money_of_all(ids), hours_of(ids, month)
    contracts = contracts_at(journeys, rules.last_day(month))
    payable = with_account(people)
    lines = []
    for journey in journeys:
        mine = by_key.get((journey.person_id, journey.kpa_id))
        pk = mine.pk if mine else 0
        contract = contracts.get(journey.pk)
        missing = missing_of(journey.person_id in payable, contract)
        lines.append(_line(journey.kpa, mine, journey, requests.get(pk), slips.get(pk), money.get(pk), minutes.get(pk),
                           contract, missing))  # fmt: skip
    for each in team:
        lines.append(_line(each.kpa, each, None, requests.get(each.pk), slips.get(each.pk), money[each.pk],
                           minutes.get(each.pk), None, ("payé·e hors de Maille : aucun compte noté",)))  # fmt: skip
    return lines


def _line(
    kpa: Organisation,
    participant: Participant | None,
    journey: Journey | None,
    request: PayRequest | None,
    slip: Payslip | None,
    money: PayMoney | None,
    minutes: int | None,
    contract: ContractTold | None,
    missing: tuple[str, ...],
) -> PayLine:
    """One line."""
    state = state_of(request) if request is not None else None
    return PayLine(
        kpa, participant, journey, request, state, slip, money or PayMoney(), minutes or 0, contract, missing
    )


def requests_of(participant_ids: Iterable[int], month: datetime.date) -> dict[int, PayRequest]:
    """Participant → the month's request, the latest when another was withdrawn or sent back; two queries."""
    # unscoped: of participants loaded in scope
    events = Prefetch("events", PayEvent.objects.order_by("pk").select_related("by"))
    found = of_all(PayRequest.objects.filter(month=month), participant_ids).select_related(
        "participant__person", "participant__user", "host", "entered_by"
    )
    return {vars(each)["owner"]: each for each in found.prefetch_related(events).order_by("pk")}


def slips_of(participant_ids: Iterable[int], month: datetime.date) -> dict[int, Payslip]:
    """Participant → the month's payslip that stands; one query."""
    # unscoped: of participants loaded in scope
    found = of_all(Payslip.objects.filter(month=month).standing(), participant_ids)
    return {vars(each)["owner"]: each for each in found.order_by("pk")}


def with_account(person_ids: Iterable[int]) -> set[int]:
    """Of these people, those whose account to be paid into is noted; the number itself is not read."""
    # unscoped: of people loaded in scope
    found = BankDetails.objects.filter(person__in=list(person_ids), ended_on__isnull=True)
    return set(found.order_by().values_list("person_id", flat=True))


def missing_of(has_account: bool, contract: ContractTold | None) -> tuple[str, ...]:
    """What would stop the pay, in a few words each."""
    found = [] if has_account else ["pas d'IBAN"]
    if contract is None:
        found.append("pas de contrat")
    elif not contract.covers:
        until = f" le {contract.ends_on:%d/%m/%Y}" if contract.ends_on else ""
        found.append(f"contrat {'terminé' if until else 'à signer'}{until}")
    return tuple(found)
