"""Somebody about whom Maille holds one of everything, every text carrying her mark."""

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from maille.identity.models import Card, User, log_access
from maille.journeys.actions.files import store
from maille.journeys.models import (
    BankDetails,
    Barrier,
    Contract,
    ContractPeriod,
    Document,
    FollowUp,
    Goal,
    Handover,
    ImportBatch,
    ImportLine,
    Insurance,
    Interview,
    Journey,
    NextStep,
    Note,
    Opening,
    Orientation,
    Person,
    PersonAccess,
    Piece,
    Procedure,
    Recognition,
    Referent,
    Reply,
    Retention,
    RightsRequest,
    Signature,
    Skill,
    Stage,
    Suspension,
    Termination,
    Workshop,
    WorkshopPlace,
)
from maille.journeys.models.documents import DocumentKind
from maille.network.models import Invitation, Membership
from maille.network.rules.roles import Role
from tests.cast import Cast
from tests.journeys.rights.work_and_money import work_and_money

MARK = "Zébulonne"
"""In every text about her; nowhere else."""
PHONE, IBAN = "+33699887766", "FR7630006000011234567890189"
D = datetime.date
ENDED = D(2024, 1, 31)


def everything(cast: Cast, *, signed: bool, ended_on: datetime.date = ENDED) -> Person:
    """Her file, over since `ended_on`; with signed contracts when asked."""
    now = datetime.datetime(2023, 6, 1, 10, tzinfo=datetime.UTC)
    by: dict[str, Any] = {"entered_by": cast.fanny, "entered_at": now}
    user = User.objects.create_user(f"{MARK.lower()}@exemple.fr", f"{MARK} Compte")
    User.objects.filter(pk=user.pk).update(last_login=now)
    Card.objects.create(user=user, code_hash="2" * 64, made_at=now)
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": f"clé de {MARK}"})
    member = Membership.objects.create(user=user, organisation=cast.kpa, role=Role.COOPERANT, started_on=D(2022, 6, 1))
    person = Person(last_name=f"{MARK} Durand", first_name=MARK, birth_date=D(1987, 3, 14), sex="F", phone=PHONE)
    person.email, person.user = user.email, user
    person._change_reason = f"Fiche de {MARK} créée"
    person.save()
    journey = Journey(
        person=person, kpa=cast.kpa, entered_on=D(2022, 6, 1), planned_months=12, postal_code="59512", department="59",
        commune=f"{MARK}-sur-Lys", registered_on=D(2021, 11, 3), ended_on=ended_on, end_kind="exit",
        outcome="employment", detail="cdi", exit_note=f"{MARK} a trouvé",
    )  # fmt: skip
    journey._change_reason = f"{MARK} arrive"
    journey.save()
    events(cast, person, journey, by, now)
    papers(cast, person, journey, by, now, signed=signed)
    invitation = Invitation.objects.create(
        email=user.email, name=f"{MARK} Invitée", organisation=cast.kpa, role=Role.COOPERANT, token_hash="1" * 64,
        invited_by=cast.fanny, created_at=now, expires_at=now, accepted_at=now, accepted_by=user,
    )  # fmt: skip
    PersonAccess.objects.create(
        person=person, kpa=cast.kpa, invitation=invitation, user=user, given_at=now, opened_at=now
    )
    log_access(at=now, user_id=cast.fanny.pk, membership_id=member.pk, kind="person", ids=[person.pk], what="fiche")
    log_access(at=now, user_id=user.pk, membership_id=member.pk, kind="person", ids=[person.pk], what="mes données")
    register(cast, person, journey, now)
    work_and_money(cast, person, MARK)
    return person


def events(cast: Cast, person: Person, journey: Journey, by: dict[str, Any], now: datetime.datetime) -> None:
    """What happens along the journey, each with a text."""
    day = D(2023, 2, 1)
    Stage.objects.create(journey=journey, kind="immerse", started_on=D(2022, 6, 1))
    Referent.objects.create(journey=journey, user=cast.fanny, started_on=D(2022, 6, 1))
    Suspension.objects.create(journey=journey, started_on=day, ended_on=day, reason=f"{MARK} se repose")
    assert journey.ended_on
    FollowUp.objects.create(
        journey=journey, months=3, done_on=journey.ended_on, outcome="employment", note=f"vu {MARK}"
    )
    interview = Interview.objects.create(
        journey=journey, kind="follow_up", held_on=day, led_by=cast.fanny, domains=["housing"], **by
    )
    goal = Goal.objects.create(journey=journey, text=f"{MARK} veut conduire", set_on=day, **by)
    NextStep.objects.create(goal=goal, text=f"{MARK} appelle", done_on=day, **by)
    Barrier.objects.create(journey=journey, kind="housing", started_on=day, lifted_how=f"chez {MARK}", **by)
    Orientation.objects.create(
        journey=journey, partner_name=f"Dr {MARK}", domain="health", purpose=f"{MARK} y va", oriented_on=day, **by
    )
    Procedure.objects.create(journey=journey, domain="housing", title=f"HLM de {MARK}", started_on=day, **by)
    workshop = Workshop.objects.create(
        kpa=cast.kpa, title="Couture", domain="skills", starts_at=now, minutes=60, led_by=cast.fanny, **by
    )
    WorkshopPlace.objects.create(workshop=workshop, journey=journey, came=True, **by)
    skill = Skill.objects.create(kpa=cast.kpa, name="Coudre")
    Recognition.objects.create(
        journey=journey, skill=skill, by="self", level=3, recognised_on=day, evidence=f"ourlet de {MARK}", **by
    )
    note = Note(
        journey=journey, author=cast.fanny, interview=interview, written_on=day, text=f"{MARK} parle",
        visibility="author", **by,
    )  # fmt: skip
    note.save()
    Reply.objects.create(
        person=person, kind="contest", subject="note", subject_id=note.pk, text=f"moi, {MARK}", answer=f"{MARK} !", **by
    )
    Handover.objects.create(
        journey=journey, to_user=cast.karim, handed_on=day, word=f"{MARK} aime", transmitted={"note": [note.pk]}, **by
    )
    Opening.objects.create(
        journey=journey, user=cast.charlie, reason=f"{MARK} d'accord", parts=["goals"], started_on=day, ends_on=day,
        agreed_on=day, **by,
    )  # fmt: skip
    RightsRequest.objects.create(
        person=person, kind="rectify", text=f"{MARK} demande", about=f"prénom {MARK}", asked_on=day, due_on=day,
        answer=f"oui {MARK}", **by,
    )  # fmt: skip
    Retention.objects.create(person=person, last_contact_on=day, kept_why=f"{MARK} plaide")


def papers(
    cast: Cast, person: Person, journey: Journey, by: dict[str, Any], now: datetime.datetime, *, signed: bool
) -> None:
    """Pieces, bank details, contracts and their documents, with files."""

    def file(text: str) -> Any:
        return store(
            f"{MARK} {text}".encode(), f"{MARK}.pdf", content_type="application/pdf", now=now, by_id=cast.fanny.pk
        )

    day = D(2022, 6, 1)
    Piece.objects.create(
        person=person, kpa=cast.kpa, kind="identity", given_on=day, note=f"CNI {MARK}", file=file("cni"), **by
    )
    BankDetails.objects.create(person=person, holder=f"{MARK} Durand", iban=IBAN, last_four="0189", since=day, **by)
    contract = Contract.objects.create(
        person=person, journey=journey, kpa=cast.kpa, host=cast.host, kind="cape", full_time_employee=False, **by
    )
    period = ContractPeriod.objects.create(
        contract=contract, started_on=day, ends_on=D(2023, 5, 31), programme=f"{MARK} apprend", resources=f"à {MARK}",
        signed_on=day if signed else None, **by,
    )  # fmt: skip
    facts = {"person": {"name": f"{MARK} Durand", "phone": PHONE}}
    document = Document.objects.create(
        kind=DocumentKind.CONTRACT, person=person, kpa=cast.kpa, host=cast.host, contract=contract, period=period,
        facts=facts, file=file("contrat"), issued_at=now, issued_by=cast.fanny,
    )  # fmt: skip
    sheet = Document.objects.create(
        kind=DocumentKind.SHUTTLE_SHEET, person=person, kpa=cast.kpa, facts=facts, file=file("navette"), issued_at=now
    )
    Insurance.objects.create(
        person=person, kpa=cast.kpa, sheet=sheet, insurer="Assureur", sent_on=day, note=f"{MARK} couverte", **by
    )
    Termination.objects.create(contract=contract, ended_on=D(2023, 4, 30), by="person", reason=f"{MARK} part", **by)
    if signed:
        Signature.objects.create(
            document=document, party="person", signer_name=f"{MARK} Durand", means="paper", signed_on=day,
            document_sha256=document.file.sha256, evidence={"said": MARK}, scan=file("scan"), **by,
        )  # fmt: skip


def register(cast: Cast, person: Person, journey: Journey, now: datetime.datetime) -> None:
    """The lines of a register that brought her in, one refused, and one that looked like her."""
    batch = ImportBatch.objects.create(
        file_name="registre.csv", sha256="0" * 64, state="done", by=cast.odile, created_at=timezone.now()
    )
    lines: list[dict[str, Any]] = [
        {
            "person": person, "journey": journey, "outcome": "updated", "before": {"person": {"first_name": MARK}},
            "extra": {"remarque": f"voir {MARK}"},
        },
        {"outcome": "refused", "cells": [f"{MARK.upper()}-Durand", MARK, "31/02/1987"], "problems": []},
        {
            "person": cast.lea, "outcome": "created", "problems": [
                {"column": "nom", "level": "warning", "message": f"ressemble à {MARK} {MARK} Durand, déjà connue."}
            ],
        },
    ]  # fmt: skip
    for rank, line in enumerate(lines, 2):
        ImportLine.objects.create(batch=batch, line=rank, **line)
