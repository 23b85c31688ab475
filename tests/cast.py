"""The fixed cast: Amina, Léa, Yanis, Fanny, Karim, Odile, and Charlie of another KPA, who must see nothing."""

import datetime
from dataclasses import dataclass

from maille.identity.models import User
from maille.journeys.models import Journey, Person
from maille.network.models import KpaChoices, Membership, Organisation, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Role


@dataclass(frozen=True)
class Cast:
    """Two KPAs of one network: La Cape (ours) and Moulins Coop (Charlie's), with different hosts."""

    network: Organisation
    kpa: Organisation
    other_kpa: Organisation
    host: Organisation
    lead: Organisation
    other_host: Organisation
    fanny: User
    karim: User
    odile: User
    charlie: User
    amina: Person
    lea: Person
    yanis: Person
    amina_journey: Journey
    lea_journey: Journey
    yanis_journey: Journey


def organisation(name: str, kind: Kind) -> Organisation:
    """An organisation with its folded name."""
    return Organisation.objects.create(name=name, name_key=name.casefold(), kind=kind)


def member(name: str, organisation: Organisation, role: Role) -> User:
    """Somebody with one membership since 2021."""
    user = User.objects.create_user(f"{name.lower()}@exemple.fr", name)
    Membership.objects.create(user=user, organisation=organisation, role=role, started_on=datetime.date(2021, 1, 1))
    return user


def cooperant(first: str, last: str, birth: datetime.date, kpa: Organisation, entry: datetime.date) -> Journey:
    """Somebody with one journey."""
    person = Person.objects.create(
        first_name=first, last_name=last, birth_date=birth, sex="F" if first != "Yanis" else "H"
    )
    return Journey.objects.create(person=person, kpa=kpa, entered_on=entry, planned_months=24)


def make_cast(today: datetime.date) -> Cast:
    """Write the cast; all journeys under way on `today`, which is in June 2026."""
    network = organisation("KPA-Cité", Kind.NETWORK)
    kpa, other = organisation("La Cape", Kind.KPA), organisation("Moulins Coop", Kind.KPA)
    host, other_host = organisation("Optéos", Kind.CAE), organisation("Tilt", Kind.CAE)
    lead = organisation("ANIS", Kind.ASSOCIATION)
    since = datetime.date(2021, 1, 1)
    for source, kind, target in [
        (kpa, RelationKind.MEMBER, network),
        (other, RelationKind.MEMBER, network),
        (host, RelationKind.HOST, kpa),
        (lead, RelationKind.LEAD, kpa),
        (other_host, RelationKind.HOST, other),
    ]:
        Relation.objects.create(source=source, kind=kind, target=target, started_on=since)
    for each in (kpa, other):
        KpaChoices.objects.create(kpa=each)
    amina = cooperant("Amina", "Benali", datetime.date(1987, 5, 12), kpa, datetime.date(2025, 4, 4))
    lea = cooperant("Léa", "Fontaine", datetime.date(2001, 9, 30), kpa, datetime.date(2025, 9, 1))
    yanis = cooperant("Yanis", "Mercier", datetime.date(2007, 2, 28), kpa, datetime.date(2026, 1, 12))
    return Cast(
        network=network,
        kpa=kpa,
        other_kpa=other,
        host=host,
        lead=lead,
        other_host=other_host,
        fanny=member("Fanny", kpa, Role.CONTRIBUTOR),
        karim=member("Karim", host, Role.HOST_REFERENT),
        odile=member("Odile", network, Role.COORDINATOR),
        charlie=member("Charlie", other, Role.CONTRIBUTOR),
        amina=amina.person,
        lea=lea.person,
        yanis=yanis.person,
        amina_journey=amina,
        lea_journey=lea,
        yanis_journey=yanis,
    )
