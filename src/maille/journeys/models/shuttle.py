"""What the shuttle sheet tells the insurer: who, under which contract, doing what, where and with which host.

Only what an insurer needs to answer; nothing of the person's situation (mission, "a host's real routine").
"""

import datetime
from typing import Any

from maille.journeys.models.contracts import ContractPeriod
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.models.pieces import Insurance, Piece
from maille.journeys.rules.dates import age_on
from maille.journeys.rules.readiness import ADULT
from maille.network.models import Organisation, Relation
from maille.network.models.organisations import RelationKind
from maille.network.rules.pieces import PieceKind


def shuttle_facts(person: Person, kpa: Organisation, at: datetime.date) -> dict[str, Any]:
    """The sheet's content on that day as plain values (days in ISO), to be copied into `Document.facts`.

    Six queries. `contract` is the period that runs that day, or else the next or last one, signed or not; None when
    there is none: an insurer is often asked before the signature.
    """
    journey = Journey.objects.filter(person=person, kpa=kpa, entered_on__lte=at).order_by("-entered_on").first()
    period = period_told(person, kpa, at)
    host = host_on(kpa, at)
    return {
        "kind": "shuttle_sheet",
        "day": at.isoformat(),
        "person": {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "birth_date": iso(person.birth_date),
            "sex": person.get_sex_display() if person.sex else "",
            "phone": person.phone,
            "email": person.email,
            "postal_code": journey.postal_code if journey else "",
            "commune": journey.commune if journey else "",
        },
        "minor": bool(person.birth_date and age_on(person.birth_date, at) < ADULT),
        "representative": representative_of(person, kpa, at),
        "kpa": organisation_told(kpa),
        "host": organisation_told(host) if host else None,
        "entered_on": iso(journey.entered_on) if journey else None,
        "contract": contract_told(period) if period else None,
        "activities": period.programme if period else "",
        "cover": cover_told(person, kpa, at),
    }


def period_told(person: Person, kpa: Organisation, at: datetime.date) -> ContractPeriod | None:
    """The period that runs that day, else the next to start, else the last that ran."""
    periods = ContractPeriod.objects.filter(
        contract__journey__person=person, contract__kpa=kpa, withdrawn_at__isnull=True
    )
    found = list(periods.select_related("contract").order_by("started_on", "pk"))
    current = [each for each in found if each.started_on <= at <= (each.ends_on or datetime.date.max)]
    coming = [each for each in found if each.started_on > at]
    return current[-1] if current else coming[0] if coming else found[-1] if found else None


def contract_told(period: ContractPeriod) -> dict[str, Any]:
    """The contract's kind and days."""
    return {
        "kind": period.contract.kind,
        "name": period.contract.get_kind_display(),
        "rank": period.rank,
        "started_on": iso(period.started_on),
        "ends_on": iso(period.ends_on),
        "signed_on": iso(period.signed_on),
    }


def cover_told(person: Person, kpa: Organisation, at: datetime.date) -> dict[str, Any] | None:
    """The last cover the insurer gave by that day: the new demand renews it; None for a first demand."""
    given = Insurance.objects.kept().filter(person=person, kpa=kpa, answer=Insurance.Answer.VALIDATED)
    last = given.filter(answered_on__lte=at).order_by("-answered_on", "-pk").first()
    if last is None:
        return None
    return {"insurer": last.insurer, "from": iso(last.covers_from), "to": iso(last.covers_to)}


def representative_of(person: Person, kpa: Organisation, at: datetime.date) -> str:
    """The legal representative's name as the authorisation in force that day gives it; "" when there is none."""
    pieces = Piece.objects.filter(person=person, kpa=kpa, kind=PieceKind.AUTHORISATION.value).held_on(at)
    return pieces.order_by("-given_on", "-pk").values_list("representative", flat=True).first() or ""


def host_on(kpa: Organisation, at: datetime.date) -> Organisation | None:
    """The structure that hosts the KPA that day."""
    hosts = Relation.objects.at(at).filter(target=kpa, kind=RelationKind.HOST).select_related("source")
    relation = hosts.order_by("-started_on", "-pk").first()
    return relation.source if relation else None


def organisation_told(organisation: Organisation) -> dict[str, str]:
    """A structure's name, number and address."""
    return {
        "name": organisation.name,
        "siren": organisation.siren,
        "siret": organisation.siret,
        "address": organisation.address,
        "postal_code": organisation.postal_code,
        "commune": organisation.commune,
        "phone": organisation.phone,
        "email": organisation.email,
    }


def iso(date: datetime.date | None) -> str | None:
    """A day as JSON keeps it."""
    return date.isoformat() if date else None
