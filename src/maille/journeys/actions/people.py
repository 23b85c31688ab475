"""Welcome somebody, correct who they are."""

import datetime
from dataclasses import asdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.models import Journey, Person, Referent, Stage, ToldApart
from maille.journeys.models.reading import rule_of
from maille.journeys.rules import checks, names
from maille.journeys.rules.facts import Identity, KpaRule, Situation
from maille.journeys.rules.terms import StageKind
from maille.network.actions.saving import sign
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

IDENTITY_FIELDS = ("last_name", "first_name", "birth_date", "sex", "phone", "email")


class DuplicateError(ValidationError):
    """The network already has a file with these names and birth date; a person decides whether it is the same one."""

    def __init__(self, people: list[Person]) -> None:
        super().__init__(
            "Une fiche existe déjà dans le réseau avec ces noms et cette date de naissance.", code="duplicate"
        )
        self.people = people


def exact_matches(identity: Identity) -> list[Person]:
    """Files with the same folded names and the same birth date, wherever they are in the network."""
    key = names.identity_key(identity.last_name, identity.first_name)
    return list(Person.objects.current().filter(identity_key=key, birth_date=identity.birth_date).order_by("homonym"))


def welcome(
    actor: Actor,
    identity: Identity,
    kpa: Organisation,
    entered_on: datetime.date,
    situation: Situation | None = None,
    *,
    same_as: int | None = None,
    homonym: bool = False,
    stage: str = StageKind.IMMERSE,
    referent_id: int | None = None,
) -> Journey:
    """Open a journey in `kpa`, with a new file or on the existing one `same_as`.

    A known person keeps their identity as it is stored. Raises DuplicateError when the names and birth date are already
    known and nobody said whether it is the same person (`same_as`) or somebody else (`homonym`).
    """
    if not access.may_enter(actor, kpa.pk):
        raise PermissionDenied
    situation = situation or Situation()
    identity = tidied(identity)
    rule = rule_of(kpa)
    found = checks.identity_problems(identity, actor.today)
    found += checks.entry_problems(identity.birth_date, entered_on, rule, actor.today)
    support.refuse(found + checks.situation_problems(situation, rule, actor.today))
    with support.one_transaction():
        if same_as is not None:
            person = support.lock_people(same_as)[same_as]
            person = (
                person if person.merged_into_id is None else support.lock_people(person.merged_into_id).popitem()[1]
            )
            support.refuse(checks.entry_problems(person.birth_date, entered_on, rule, actor.today))
        else:
            person = new_person(actor, identity, homonym=homonym)
        journey = Journey(
            person=person, kpa=kpa, entered_on=entered_on, created_by_id=actor.user_id, **asdict(situation)
        )
        support.settle_place(journey)
        sign(journey, actor, f"Entrée à {kpa.name}")
        journey.save()
        if stage:
            Stage.objects.create(journey=journey, kind=stage, started_on=entered_on, recorded_by_id=actor.user_id)
        if referent_id is not None:
            Referent.objects.create(journey=journey, user_id=referent_id, started_on=entered_on)
    return journey


def return_to_kpa(
    actor: Actor,
    person: Person,
    kpa: Organisation,
    entered_on: datetime.date,
    situation: Situation | None = None,
    *,
    stage: str = StageKind.IMMERSE,
    referent_id: int | None = None,
) -> Journey:
    """Open another journey for somebody already known: a return after exit, or a second KPA."""
    return welcome(
        actor,
        Identity(person.last_name, person.first_name, person.birth_date),
        kpa,
        entered_on,
        situation,
        same_as=person.pk,
        stage=stage,
        referent_id=referent_id,
    )


def new_person(actor: Actor, identity: Identity, *, homonym: bool) -> Person:
    """A new file; the database refuses a second one with the same names, birth date and homonym rank."""
    matches = exact_matches(identity)
    if matches and not homonym:
        raise DuplicateError(matches)
    person = Person(created_by_id=actor.user_id, **asdict(identity))
    if matches:
        ranks = Person.objects.filter(identity_key=matches[0].identity_key, birth_date=identity.birth_date)
        person.homonym = 1 + (ranks.aggregate(rank=Max("homonym"))["rank"] or 0)
    sign(person, actor, "Fiche créée" if not matches else "Fiche créée : homonyme d'une autre personne")
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        # Somebody saved the same person between our look and our write: only the first file stays.
        raise DuplicateError(exact_matches(identity)) from error
    for other in matches:
        ToldApart.objects.create(
            first_id=min(other.pk, person.pk),
            second_id=max(other.pk, person.pk),
            at=person.created_at,
            by_id=actor.user_id,
        )
    return person


def tidied(identity: Identity) -> Identity:
    """Names as they are kept."""
    return Identity(
        names.tidy(identity.last_name),
        names.tidy(identity.first_name),
        identity.birth_date,
        identity.sex,
        identity.phone.strip(),
        identity.email.strip(),
    )


def correct_person(actor: Actor, person_id: int, version: int, identity: Identity) -> Person:
    """Correct who somebody is; their age at each entry must still be allowed by law."""
    identity = tidied(identity)
    support.refuse(checks.identity_problems(identity, actor.today))
    with support.one_transaction():
        person = support.lock_people(person_id)[person_id]
        if not access.may_correct_identity(actor, person):
            raise PermissionDenied
        support.check_version(person, version)
        first = person.journeys.order_by("entered_on").values_list("entered_on", flat=True).first()
        if first is not None:
            too_young = checks.entry_problems(identity.birth_date, first, KpaRule(""), actor.today)
            support.refuse([checks.Problem("birth_date", problem.message, problem.blocks) for problem in too_young])
        matches = [match for match in exact_matches(identity) if match.pk != person.pk]
        if any(match.homonym == person.homonym for match in matches):
            raise DuplicateError(matches)
        for field in IDENTITY_FIELDS:
            setattr(person, field, getattr(identity, field))
        person.set_keys()
        support.save(person, actor, [*IDENTITY_FIELDS, "identity_key", "search_key"])
    return person
