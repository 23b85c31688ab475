"""Issuing documents: parties and terms copied in, drawn once, the exact bytes kept; never changed afterwards."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from maille.journeys import access
from maille.journeys.actions import files, support
from maille.journeys.documents import pdf
from maille.journeys.models import Contract, ContractPeriod, Document, DocumentKind, Journey
from maille.journeys.models.facts import contract_facts, organisation_told, period_facts, person_told, text_in_use
from maille.journeys.models.shuttle import representative_of
from maille.journeys.rules.documents.checking import Missing, missing, of_host
from maille.network.models.organisations import host_at
from maille.network.rules.roles import Actor

PDF = "application/pdf"


class MissingError(ValidationError):
    """The document cannot be written yet; `lines` say what lacks and where it is completed."""

    def __init__(self, lines: Sequence[Missing]) -> None:
        super().__init__([each.sentence for each in lines])
        self.lines = list(lines)


def issue_for_period(actor: Actor, period_id: int, now: datetime.datetime, representative: str = "") -> Document:
    """The contract or the renewal of one period, ready to be signed.

    Another one replaces it as long as nobody finished signing. MissingError when a fact lacks; ValidationError when
    the period is signed already.
    """
    with support.one_transaction():
        period = lock_period(actor, period_id)
        if period.signed_on:
            raise ValidationError("Cette période est déjà signée : son document ne change plus.")
        if period.withdrawn_at:
            raise ValidationError("Ce projet de contrat a été retiré : il n'y a plus rien à signer.")
        if Contract.objects.filter(pk=period.contract_id, termination__isnull=False).exists():
            raise ValidationError("Ce contrat a pris fin : il n'y a plus rien à signer.")
        facts = facts_of_period(period, now, representative)
        refuse(missing(facts))
        return write(actor, facts, now, contract=period.contract, period=period)


def facts_of_period(period: ContractPeriod, now: datetime.datetime, representative: str = "") -> dict[str, Any]:
    """What the document would say if it were issued now."""
    day = day_of(now)
    return period_facts(period, day, representative.strip() or representative_named(period.contract, day))


def representative_named(contract: Contract, day: datetime.date) -> str:
    """Who authorised a minor, as the authorisation in force names them; "" when there is none."""
    return representative_of(contract.journey.person, contract.kpa, day)


def issue_certificate(actor: Actor, contract_id: int, now: datetime.datetime) -> Document:
    """The certificate that somebody is under a signed contract today (C. com. R127-3)."""
    today = day_of(now)
    with support.one_transaction():
        contract = lock_contract(actor, contract_id)
        ended = getattr(contract, "termination", None)
        signed = contract.periods.filter(signed_on__lte=today, started_on__lte=today).order_by("-rank").first()
        over = ended is not None and ended.ended_on < today
        if signed is None or over or (signed.ends_on and signed.ends_on < today):
            raise ValidationError("Aucune période signée n'est en cours aujourd'hui : il n'y a rien à attester.")
        facts = contract_facts(contract, signed, today) | {"kind": DocumentKind.CERTIFICATE, "parties": []}
        if ended is not None:
            facts["contract"]["ends_on"] = ended.ended_on.isoformat()
        refuse(of_host(facts["host"]))
        return write(actor, facts, now, contract=contract, period=signed)


def issue_early_end(actor: Actor, contract_id: int, now: datetime.datetime) -> Document:
    """The written early end, to be signed by whoever ended the contract (R127-1, 6°)."""
    with support.one_transaction():
        contract = lock_contract(actor, contract_id)
        ended = getattr(contract, "termination", None)
        period = contract.periods.filter(signed_on__isnull=False).order_by("-rank").first()
        if ended is None or period is None:
            raise ValidationError("Ce contrat n'a pas de fin anticipée. Notez-la d'abord.")
        today = day_of(now)
        facts = contract_facts(contract, period, today, representative_named(contract, today))
        sides = ["person", "host"] if ended.by == "both" else [ended.by]
        if facts["minor"] and "person" in sides:
            sides.insert(1, "representative")
        facts |= {
            "kind": DocumentKind.TERMINATION,
            "parties": sides,
            "termination": {"ended_on": ended.ended_on.isoformat(), "by": ended.by, "reason": ended.reason},
        }
        refuse(of_host(facts["host"]))
        return write(actor, facts, now, contract=contract, period=period)


def issue_shuttle_sheet(actor: Actor, journey_id: int, facts: dict[str, Any], now: datetime.datetime) -> Document:
    """The sheet for the insurer, saying what models.shuttle.shuttle_facts found; one more at each demand."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        today = day_of(now)
        told = {
            "host": None,
            "representative": "",
            "contract": None,
            **facts,
            "person": person_told(journey.person, journey) | facts.get("person", {}),
            "kpa": organisation_told(journey.kpa),
            "issued_on": today.isoformat(),
            "reference": f"A-{journey.pk}-{journey.person.documents.count() + 1}",
            "kind": DocumentKind.SHUTTLE_SHEET,
            "parties": [],
        }
        return write(actor, told, now, journey=journey)


def write(
    actor: Actor,
    facts: dict[str, Any],
    now: datetime.datetime,
    *,
    contract: Contract | None = None,
    period: ContractPeriod | None = None,
    journey: Journey | None = None,
) -> Document:
    """Draw the facts, keep the bytes, remember both."""
    facts["kind"] = str(facts["kind"])
    made = pdf.render(facts)
    facts["boxed"] = made.boxed
    of = contract or journey
    assert of is not None  # noqa: S101 - one of the two is always given; tells the type checker
    host = contract.host if contract else host_at(of.kpa, day_of(now))
    signed_kind = facts["kind"] in (DocumentKind.CONTRACT, DocumentKind.RENEWAL)
    return Document.objects.create(
        kind=facts["kind"],
        person=contract.journey.person if contract else of.person,
        kpa=of.kpa,
        host=host,
        contract=contract,
        period=period,
        clauses=text_in_use(contract.host_id, contract.kind, day_of(now)) if contract and signed_kind else None,
        facts=facts,
        file=files.store(made.content, file_name(facts), content_type=PDF, now=now, by_id=actor.user_id),
        parties=facts["parties"],
        issued_at=now,
        issued_by_id=actor.user_id,
    )


NAMES = {
    "contract": "contrat",
    "renewal": "renouvellement",
    "termination": "fin-de-contrat",
    "certificate": "attestation",
    "shuttle_sheet": "fiche-navette",
}


def file_name(facts: dict[str, Any]) -> str:
    """A plain name, without the person's: downloads lie about on shared machines."""
    return f"{NAMES[facts['kind']]}-{facts['reference']}.pdf"


def refuse(lines: Sequence[Missing]) -> None:
    """Stop when something lacks."""
    if lines:
        raise MissingError(lines)


def lock_period(actor: Actor, period_id: int) -> ContractPeriod:
    """A period the actor may write, with its person locked."""
    contract = lock_contract(actor, ContractPeriod.objects.values_list("contract_id", flat=True).get(pk=period_id))
    period = ContractPeriod.objects.get(pk=period_id)
    period.contract = contract
    return period


def lock_contract(actor: Actor, contract_id: int) -> Contract:
    """A contract the actor may write, with its person locked, as actions.contracts does."""
    contracts = Contract.objects.visible_to(actor)
    contract = contracts.get(pk=contract_id)
    if not access.may_enter(actor, contract.kpa_id):
        raise PermissionDenied
    support.lock_people(Journey.objects.values_list("person_id", flat=True).get(pk=contract.journey_id))
    return contracts.select_related("journey__person", "kpa", "host").get(pk=contract_id)


def day_of(now: datetime.datetime) -> datetime.date:
    """The day in France."""
    return timezone.localdate(now)
