"""Find in the database the people who may be the same as somebody (rules.duplicates says why)."""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from maille.journeys.models.people import Person, PersonQuerySet
from maille.journeys.rules.duplicates import Identity, resemblance

MOST = 20


def candidates(people: PersonQuerySet, identities: Iterable[Identity]) -> PersonQuerySet:
    """Those worth comparing with any of these: same birth date, same names, or names in each other's place.

    One query, answered by the indexes on names and on birth dates.
    """
    wanted = list(identities)
    births = {identity.birth for identity in wanted if identity.birth}
    keys = {identity.key for identity in wanted} | {identity.swapped_key for identity in wanted}
    return people.current().filter(Q(birth_date__in=births) | Q(identity_key__in=keys))


def lookalikes(
    people: PersonQuerySet, last_name: str, first_name: str, birth: datetime.date | None, *, but: int | None = None
) -> list[tuple[Person, str]]:
    """People among `people` (scope it first) who may be this one, each with the reason in French; at most 20.

    The very same names and birth date come first, with the reason "mêmes noms, même date de naissance".
    `but`: the record being edited, left out.
    """
    one = Identity.of(last_name, first_name, birth)
    found = [
        (person, why)
        for person in candidates(people, [one]).order_by("identity_key", "id")
        if person.pk != but and (why := resemblance(one, Identity.from_key(person.identity_key, person.birth_date)))
    ]
    found.sort(key=lambda pair: not pair[1].startswith("mêmes noms, même date"))
    return found[:MOST]
