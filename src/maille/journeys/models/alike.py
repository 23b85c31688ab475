"""Files that may be the same person, to be looked at by somebody."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from maille.journeys.models.people import Person, ToldApart
from maille.journeys.rules.duplicates import Identity, resemblance
from maille.network.rules.roles import Actor

MOST = 100
"""Pairs shown at once; the next ones come when these are dealt with."""
LOOKED_AT = 2000
"""People looked at per page."""


@dataclass(frozen=True)
class Pair:
    """Two files, and why they look alike."""

    first: Person
    second: Person
    why: str


def suspects(actor: Actor) -> "list[Person]":
    """People the actor may see who share a birth date, or names in any order, with somebody else they may see."""
    people = Person.objects.visible_to(actor).current()
    other = Person.objects.visible_to(actor).current().exclude(pk=OuterRef("pk"))
    alike = Q(Exists(other.filter(birth_date=OuterRef("birth_date")))) | Q(
        Exists(other.filter(identity_key=OuterRef("identity_key")))
    )
    return list(people.filter(alike).order_by(F("birth_date"), "identity_key", "pk")[:LOOKED_AT])


def pairs(actor: Actor) -> list[Pair]:
    """Pairs that look alike and that nobody has told apart, at most 100."""
    people = suspects(actor)
    apart = set(
        ToldApart.objects.filter(first__in=[person.pk for person in people]).values_list("first_id", "second_id")
    )
    by_birth: dict[object, list[Person]] = {}
    for person in people:
        by_birth.setdefault(person.birth_date, []).append(person)
        if person.birth_date:
            by_birth.setdefault(person.identity_key, []).append(person)
    found: dict[tuple[int, int], Pair] = {}
    for group in by_birth.values():
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                first, second = sorted((one, other), key=lambda person: person.pk)
                why = resemblance(identity(first), identity(second))
                if why and (first.pk, second.pk) not in apart:
                    found[first.pk, second.pk] = Pair(first, second, why)
    return sorted(found.values(), key=lambda pair: (pair.first.identity_key, pair.first.pk, pair.second.pk))[:MOST]


def identity(person: Person) -> Identity:
    """As the rules compare it."""
    return Identity.from_key(person.identity_key, person.birth_date)


def resemblance_of(one: Person, other: Person) -> str:
    """Why two files look alike; "" when they do not."""
    return resemblance(identity(one), identity(other))
