"""What is written down before somebody works: pieces, the insurer's answers, the right to work, bank details.

Locks: the person first, then her demands by id.
"""

import datetime
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.actions.documents import issue_shuttle_sheet
from maille.journeys.actions.files import store_upload
from maille.journeys.models import BankDetails, Document, DocumentKind, Insurance, Journey, Person, Piece
from maille.journeys.models.shuttle import shuttle_facts
from maille.journeys.rules import iban as accounts
from maille.journeys.rules.papers import (
    OF_HER_OWN,
    InsurerSaid,
    Paper,
    account_problems,
    answer_problems,
    paper_problems,
)
from maille.journeys.rules.readiness import Said
from maille.network.rules.roles import Actor

Upload = tuple[bytes, str]
"""The bytes and the name of a scan."""
MOST = 100
"""Demands or answers written at once."""


def vouched(actor: Actor, journey_id: int) -> tuple[Journey, Person]:
    """The journey in scope and its person, locked; PermissionDenied for who may not write there, or for one's own."""
    person_id = Journey.objects.visible_to(actor).values_list("person_id", flat=True).get(pk=journey_id)
    person = support.lock_people(person_id)[person_id]
    journey = Journey.objects.visible_to(actor).select_related("kpa").get(pk=journey_id)
    if journey.person_id != person.pk or not access.may_vouch(actor, journey, person):
        raise PermissionDenied
    return journey, person


def record_piece(
    actor: Actor, journey_id: int, paper: Paper, now: datetime.datetime, upload: Upload | None = None
) -> Piece:
    """A piece seen, given or agreed to; the former of its kind is withdrawn that day, and stays."""
    support.refuse(paper_problems(paper, actor.today))
    with support.one_transaction():
        journey, person = vouched(actor, journey_id)
        file = store_upload(*upload, now=now, by_id=actor.user_id) if upload else None
        former = Piece.objects.filter(person=person, kpa=journey.kpa, kind=paper.kind, withdrawn_on__isnull=True)
        former.filter(given_on__lte=paper.given_on).update(withdrawn_on=paper.given_on)
        return Piece.objects.create(
            person=person,
            kpa=journey.kpa,
            kind=paper.kind,
            given_on=paper.given_on,
            expires_on=paper.expires_on,
            note=" ".join(paper.note.split()),
            representative=" ".join(paper.representative.split()),
            file=file,
            entered_by_id=actor.user_id,
            entered_at=now,
            on_behalf=paper.kind in OF_HER_OWN,
        )


def withdraw_piece(actor: Actor, journey_id: int, piece_id: int) -> Piece:
    """It no longer counts from today on; what was stays readable."""
    with support.one_transaction():
        journey, person = vouched(actor, journey_id)
        piece = Piece.objects.select_for_update().get(pk=piece_id, person=person, kpa=journey.kpa)
        if piece.withdrawn_on is not None:
            raise ValidationError("Cette pièce est déjà retirée.")
        piece.withdrawn_on = max(actor.today, piece.given_on)
        piece.save(update_fields=["withdrawn_on"])
        return piece


def say_right_to_work(actor: Actor, journey_id: int, *, needed: bool) -> Person:
    """Whether this person needs a document to be allowed to work: yes or no, never why."""
    with support.one_transaction():
        _, person = vouched(actor, journey_id)
        person.right_to_work_needed = needed
        support.save(
            person,
            actor,
            ["right_to_work_needed"],
            f"Autorisation de travail : {'nécessaire' if needed else 'pas nécessaire'}",
        )
        return person


def ask_insurer(
    actor: Actor, journey_ids: Sequence[int], insurer: str, sent_on: datetime.date, now: datetime.datetime
) -> list[Insurance]:
    """A shuttle sheet was sent for each of these people; all or none.

    Refused while a former demand waits, for who would be asked twice.
    """
    if not journey_ids:
        raise ValidationError("Choisissez au moins une personne.")
    if len(journey_ids) > MOST:
        raise ValidationError(f"Envoyez {MOST} demandes au plus à la fois.")
    if sent_on > actor.today:
        raise ValidationError({"sent_on": ["L'envoi est dans le futur. Notez-le le jour venu."]})
    with support.one_transaction():
        made = []
        for journey_id in sorted(set(journey_ids)):
            journey, person = vouched(actor, journey_id)
            demands = Insurance.objects.kept().filter(person=person, kpa=journey.kpa)
            if demands.filter(answer="").exists():
                raise ValidationError(f"Une demande pour {person} attend déjà une réponse : notez d'abord celle-ci.")
            made.append(
                Insurance.objects.create(
                    person=person,
                    kpa=journey.kpa,
                    sheet=sheet_for(actor, journey, person, now),
                    insurer=" ".join(insurer.split()),
                    sent_on=sent_on,
                    entered_by_id=actor.user_id,
                    entered_at=now,
                )
            )
        return made


def sheet_for(actor: Actor, journey: Journey, person: Person, now: datetime.datetime) -> Document:
    """The shuttle sheet this demand goes with: the one prepared since the last demand, else one made now."""
    sheets = Document.objects.filter(person=person, kpa=journey.kpa, kind=DocumentKind.SHUTTLE_SHEET)
    used = Insurance.objects.filter(person=person, kpa=journey.kpa, sheet__isnull=False).values("sheet")
    prepared = sheets.exclude(pk__in=used).order_by("-issued_at", "-pk").first()
    return prepared or issue_shuttle_sheet(actor, journey.pk, shuttle_facts(person, journey.kpa, actor.today), now)


def note_answers(
    actor: Actor, insurance_ids: Sequence[int], said: InsurerSaid, now: datetime.datetime
) -> list[Insurance]:
    """The insurer's answer for each of these demands; all or none. An answer noted by mistake is withdrawn first."""
    if not insurance_ids:
        raise ValidationError("Choisissez au moins une personne.")
    with support.one_transaction():
        found = list(
            Insurance.objects.visible_to(actor).kept().select_for_update().filter(pk__in=insurance_ids).order_by("pk")
        )
        if len(found) != len(set(insurance_ids)):
            raise ValidationError("Une de ces demandes a été retirée entre-temps. Rechargez la page.")
        for insurance in found:
            check_may_answer(actor, insurance)
            support.refuse(answer_problems(said, insurance.sent_on, actor.today))
            validated = said.answer == Said.VALIDATED
            insurance.answer, insurance.answered_on = said.answer, said.answered_on
            insurance.covers_from = said.covers_from if validated else None
            insurance.covers_to = said.covers_to if validated else None
            insurance.note = " ".join(said.note.split())
            insurance.entered_by_id, insurance.entered_at = actor.user_id, now
            insurance.save(
                update_fields=[
                    "answer", "answered_on", "covers_from", "covers_to", "note", "entered_by", "entered_at",
                ]
            )  # fmt: skip
        return found


def check_may_answer(actor: Actor, insurance: Insurance) -> None:
    """Somebody who vouches for people there, for another than herself, and once."""
    own = actor.user_id is not None and insurance.person.user_id == actor.user_id
    if own or not access.may_enter(actor, insurance.kpa_id):
        raise PermissionDenied
    if insurance.answer:
        raise ValidationError(
            f"Une réponse est déjà notée pour {insurance.person}. Si c'était une erreur, retirez-la d'abord."
        )


def withdraw_insurance(actor: Actor, journey_id: int, insurance_id: int) -> Insurance:
    """A demand or an answer noted by mistake counts no more, on any day; it stays written, dated."""
    with support.one_transaction():
        journey, person = vouched(actor, journey_id)
        insurance = Insurance.objects.select_for_update().get(pk=insurance_id, person=person, kpa=journey.kpa)
        if insurance.withdrawn_on is not None:
            raise ValidationError("Cette demande est déjà retirée.")
        insurance.withdrawn_on = actor.today
        insurance.save(update_fields=["withdrawn_on"])
        return insurance


def give_account(actor: Actor, person_id: int, holder: str, typed: str, now: datetime.datetime) -> BankDetails:
    """The account to pay this person into from today on; the former ends. By herself, or by who writes her file."""
    iban = accounts.compact(typed)
    support.refuse(account_problems(holder, iban))
    with support.one_transaction():
        person = support.lock_people(person_id)[person_id]
        own = access.is_own(actor, person)
        if not own and not access.may_correct_identity(actor, person):
            raise PermissionDenied
        former = BankDetails.objects.filter(person=person, ended_on__isnull=True).first()
        if former is not None:
            if former.iban == iban and former.holder == " ".join(holder.split()):
                raise ValidationError({"iban": ["Ce compte est déjà celui qui est noté. Rien n'a changé."]})
            former.ended_on = max(actor.today, former.since)
            former.save(update_fields=["ended_on"])
        return BankDetails.objects.create(
            person=person,
            holder=" ".join(holder.split()),
            iban=iban,
            last_four=accounts.last_four(iban),
            since=actor.today,
            entered_by_id=actor.user_id,
            entered_at=now,
            on_behalf=not own,
        )
