"""What people ask about their data: noted with its day, answered within a month; erasing respects legal records."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.actions.rights import archiving, forgetting
from maille.journeys.actions.rights.contacts import roots_of
from maille.journeys.models import Contract, Journey, KeepingRule, Person, Retention, RightsRequest
from maille.journeys.models.rights import keeping_rule
from maille.journeys.rules.dates import add_months
from maille.network.rules.roles import Actor

LONGEST_KEPT_MONTHS = 60
"""A written reason keeps a file for five years at most, then it is thought over again."""


def ask(
    actor: Actor,
    person_id: int,
    kind: str,
    now: datetime.datetime,
    *,
    text: str = "",
    about: str = "",
    asked_on: datetime.date | None = None,
) -> RightsRequest:
    """Note what somebody asks, by herself or through who writes her file; due a month later (GDPR art. 12-3)."""
    day = asked_on or actor.today
    with support.one_transaction():
        person = support.lock_people(person_id)[person_id]
        own = access.is_own(actor, person)
        if not own and not access.may_correct_identity(actor, person):
            raise PermissionDenied
        if day > actor.today:
            raise ValidationError({"asked_on": ["Cette date est dans le futur. Notez le jour de la demande."]})
        if kind == RightsRequest.Kind.RECTIFY and not text.strip():
            raise ValidationError({"text": ["Dites ce qu'il faut écrire à la place."]})
        return RightsRequest.objects.create(
            person=person,
            kind=kind,
            text=text.strip(),
            about=about.strip()[:200],
            asked_on=day,
            due_on=add_months(day, 1),
            entered_by_id=actor.user_id,
            entered_at=now,
            on_behalf=not own,
        )


def answer(actor: Actor, request_id: int, words: str, *, granted: bool) -> RightsRequest:
    """Answer in words, once; the person reads it."""
    with support.one_transaction():
        asked = RightsRequest.objects.select_for_update().get(pk=request_id)
        if not access.may_correct_identity(actor, asked.person) or access.is_own(actor, asked.person):
            raise PermissionDenied
        if asked.answered_on:
            raise ValidationError("Cette demande a déjà sa réponse.")
        if not words.strip():
            raise ValidationError({"answer": ["Écrivez la réponse : la personne la lira."]})
        asked.answered_on, asked.answer = actor.today, words.strip()
        asked.answered_by_id, asked.granted = actor.user_id, granted
        asked.save(update_fields=["answered_on", "answer", "answered_by", "granted"])
    return asked


def change_contact(actor: Actor, person_id: int, phone: str, email: str) -> Person:
    """One's own phone and e-mail: corrected at once by the person, and the history says so."""
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError:
            raise ValidationError({"email": ["Cette adresse n'est pas complète. Exemple : amina@exemple.fr"]}) from None
    with support.one_transaction():
        person = support.lock_people(person_id)[person_id]
        if not access.is_own(actor, person):
            raise PermissionDenied
        person.phone, person.email = phone.strip()[:20], email.strip()
        support.save(person, actor, ["phone", "email"], "Corrigé par la personne elle-même")
    return person


def keep_longer(actor: Actor, person_id: int, until: datetime.date, why: str) -> Retention:
    """Keep a file past its time, until a day, with a written reason (CNIL 2021-028: archive only if justified)."""
    if not why.strip():
        raise ValidationError({"why": ["Écrivez pourquoi : sans raison écrite, la fiche est anonymisée."]})
    if until <= actor.today or until > add_months(actor.today, LONGEST_KEPT_MONTHS):
        raise ValidationError({"until": ["Choisissez un jour à venir, dans les cinq ans."]})
    with support.one_transaction():
        person = support.lock_people(person_id)[person_id]
        if not access.may_correct_identity(actor, person):
            raise PermissionDenied
        held, _ = Retention.objects.get_or_create(person=person, defaults={"last_contact_on": actor.today})
        held.kept_until, held.kept_why, held.kept_by_id = until, why.strip()[:500], actor.user_id
        held.save(update_fields=["kept_until", "kept_why", "kept_by"])
    return held


@dataclass(frozen=True)
class Stays:
    """What remains apart after erasing, and why."""

    what: str
    until: datetime.date
    why: str


def what_stays(person: Person, day: datetime.date) -> list[Stays]:
    """The legal records that erasing keeps apart."""
    rule = keeping_rule(KeepingRule.What.CONTRACT, day)
    if rule is None or rule.years is None:
        return []
    contracts = Contract.objects.filter(person__in=roots_of([person.pk])).filter(
        Q(periods__signed_on__isnull=False) | Q(documents__signatures__isnull=False)
    )
    found = []
    for contract in contracts.distinct().select_related("host", "journey", "termination").order_by("pk"):
        until = add_months(archiving.end_of(contract, day), 12 * rule.years)
        if until >= day:
            what = f"{contract.get_kind_display()} signé avec {contract.host}"
            found.append(Stays(what, until, f"{rule.years} ans à compter {rule.counted_from} : {rule.source}"))
    return found


def may_erase(actor: Actor, person: Person) -> bool:
    """I erase a file when I may write in every KPA the person went through."""
    return access.may_merge(actor, person)


def erase(actor: Actor, person_id: int, now: datetime.datetime) -> list[int]:
    """Erase at the person's request: the same anonymisation; signed contracts stay apart for their time.

    Refused while a journey is under way: the contract, the insurer and the group need it (GDPR art. 17-3).
    """
    with support.one_transaction():
        person = support.lock_people(person_id)[person_id]
        if not may_erase(actor, person):
            raise PermissionDenied
        asked = RightsRequest.objects.filter(person__in=roots_of([person_id]), kind=RightsRequest.Kind.ERASE)
        if not asked.exists():
            raise ValidationError("Notez d'abord la demande de la personne : on n'efface pas une fiche sans elle.")
        under_way = Journey.objects.filter(person__in=roots_of([person_id])).at(actor.today)
        if under_way.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=actor.today)).exists():
            raise ValidationError("Le parcours est en cours. Notez d'abord la sortie : la fiche s'efface ensuite.")
        asked.filter(answered_on__isnull=True).update(
            answered_on=actor.today, answered_by_id=actor.user_id, granted=True
        )
        return forgetting.anonymise([person_id], day=actor.today, at=now, by_id=actor.user_id, reason="request")
