"""The fixed cast, and every role held by one of its members."""

import datetime
from dataclasses import dataclass

from maille.identity.models import User
from maille.network.models import Membership, Organisation, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Role
from tests.cast import Cast, make_cast, organisation

SINCE = datetime.date(2021, 1, 1)


@dataclass(frozen=True)
class Visitor:
    """Somebody under one of their memberships."""

    name: str
    user: User
    membership_id: int


@dataclass(frozen=True)
class World:
    """The cast, and one visitor per role, widest first: the first who may see a page is the one who visits it."""

    cast: Cast
    visitors: tuple[Visitor, ...]


def make_world(today: datetime.date) -> World:
    """Write the cast, a funder, and the memberships the cast lacks."""
    cast = make_cast(today)
    funder = organisation("Région", Kind.FUNDER)
    Relation.objects.create(source=funder, kind=RelationKind.FUNDER, target=cast.kpa, started_on=SINCE)
    amina = User.objects.create_user("amina@exemple.fr", "Amina")
    cast.amina.user = amina
    cast.amina.save()
    held: list[tuple[User, Organisation, Role]] = [
        (cast.odile, cast.network, Role.COORDINATOR),
        (cast.fanny, cast.kpa, Role.CONTRIBUTOR),
        (cast.karim, cast.host, Role.HOST_REFERENT),
        (cast.odile, cast.network, Role.ADMINISTRATOR),
        (cast.karim, cast.lead, Role.MANAGER),
        (cast.karim, funder, Role.OBSERVER),
        (amina, cast.kpa, Role.COOPERANT),
    ]
    return World(cast, tuple(visitor(user, place, role) for user, place, role in held))


def visitor(user: User, place: Organisation, role: Role) -> Visitor:
    """This person under that membership, made when they do not hold it yet."""
    membership, _ = Membership.objects.get_or_create(
        user=user, organisation=place, role=role, defaults={"started_on": SINCE}
    )
    return Visitor(f"{user.name} ({role.value})", user, membership.pk)
