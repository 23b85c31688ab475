"""Orientations to partners, and procedures: ways to rights, care, housing. What is asked for, never why one is ill."""

import datetime
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.actions.accompanying import enter, keep, record_of
from maille.journeys.models import Orientation, Procedure
from maille.journeys.rules import accompanying
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Sending:
    """Towards whom, about what, when, and what came of it."""

    domain: str
    oriented_on: datetime.date
    partner_id: int | None = None
    partner_name: str = ""
    purpose: str = ""
    outcome: str = ""
    outcome_on: datetime.date | None = None


@dataclass(frozen=True)
class Way:
    """A procedure: to what, since when, and how it ended."""

    domain: str
    title: str
    started_on: datetime.date
    outcome: str = ""
    ended_on: datetime.date | None = None


def orient(actor: Actor, journey_id: int, sending: Sending, now: datetime.datetime) -> Orientation:
    """The person is sent to a partner."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        check_sending(actor, sending, None)
        return enter(Orientation(journey=journey, **asdict(sending)), actor, journey, now)


def correct_orientation(
    actor: Actor, journey_id: int, orientation_id: int, version: int, sending: Sending, now: datetime.datetime
) -> Orientation:
    """Say what came of it, or put what is right."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        orientation = record_of(journey, Orientation, orientation_id, version)
        check_sending(actor, sending, orientation)
        values = asdict(sending)
        for field, value in values.items():
            setattr(orientation, field, value)
        return keep(orientation, actor, now, [field.removesuffix("_id") for field in values])


def start_procedure(actor: Actor, journey_id: int, way: Way, now: datetime.datetime) -> Procedure:
    """A procedure begins."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        check_way(actor, way)
        return enter(Procedure(journey=journey, **asdict(way)), actor, journey, now)


def correct_procedure(
    actor: Actor, journey_id: int, procedure_id: int, version: int, way: Way, now: datetime.datetime
) -> Procedure:
    """Say how it ended, or put what is right."""
    with support.one_transaction():
        journey = support.lock_journey(actor, journey_id, None)
        procedure = record_of(journey, Procedure, procedure_id, version)
        check_way(actor, way)
        values = asdict(way)
        for field, value in values.items():
            setattr(procedure, field, value)
        return keep(procedure, actor, now, list(values))


def check_sending(actor: Actor, sending: Sending, stored: Orientation | None) -> None:
    """A partner known or typed, and dates in order; the partner already named stays."""
    if sending.partner_id is None and not sending.partner_name.strip():
        raise ValidationError({"partner": ["Choisissez le partenaire, ou écrivez son nom."]})
    kept = stored is not None and stored.partner_id == sending.partner_id
    if sending.partner_id and not kept and not access.prescribers(actor).filter(pk=sending.partner_id).exists():
        raise ValidationError({"partner": ["Ce partenaire n'est pas dans votre liste. Écrivez son nom."]})
    support.refuse(
        accompanying.ending_problems(
            "oriented_on", sending.oriented_on, sending.outcome, "outcome_on", sending.outcome_on, actor.today
        )
    )


def check_way(actor: Actor, way: Way) -> None:
    """Something is asked for, and dates in order."""
    if not way.title.strip():
        raise ValidationError({"title": ["Dites quelle démarche, par exemple « Demande de logement social »."]})
    support.refuse(
        accompanying.ending_problems("started_on", way.started_on, way.outcome, "ended_on", way.ended_on, actor.today)
    )
