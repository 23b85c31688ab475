"""Who may do what with people's files: each docstring is the sentence a member would say."""

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from maille.identity.models import User
from maille.journeys.models import Journey, Note, Opening, Person, PersonAccess, Referent
from maille.network.access import may_give, may_govern
from maille.network.models import Membership, Organisation, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Actor, Role

if TYPE_CHECKING:
    from maille.journeys.models import Document
    from maille.journeys.models.entered import Entered
    from maille.journeys.models.journeys import JourneyQuerySet
    from maille.journeys.models.people import PersonQuerySet
    from maille.network.models.organisations import OrganisationQuerySet


def may_read_files(actor: Actor) -> bool:
    """I open files when my role opens those of at least one KPA."""
    return actor.everything or bool(actor.files)


def may_write(actor: Actor, journey: Journey) -> bool:
    """I change a journey when I may write in its KPA."""
    return may_enter(actor, journey.kpa_id)


def may_enter(actor: Actor, kpa_id: int) -> bool:
    """I welcome somebody into a KPA when I may write there."""
    return actor.everything or kpa_id in actor.writes


def may_vouch(actor: Actor, journey: Journey, person: Person) -> bool:
    """I write down the papers I saw of people of a KPA where I may write, never my own."""
    return may_write(actor, journey) and not is_own(actor, person)


def may_show_account(actor: Actor, journey: Journey) -> bool:
    """I read a whole account number when I am a referent of the host, which pays; each time is logged."""
    return actor.role == Role.HOST_REFERENT and may_write(actor, journey)


def may_correct_identity(actor: Actor, person: Person) -> bool:
    """I correct somebody's names and birth date when one of their journeys is in a KPA where I may write."""
    return actor.everything or Journey.objects.filter(person=person, kpa_id__in=actor.writes).exists()


def may_transfer(actor: Actor, from_kpa_id: int, to_kpa_id: int) -> bool:
    """I move somebody from one KPA to another when I may write in both, as the coordination does."""
    return may_enter(actor, from_kpa_id) and may_enter(actor, to_kpa_id)


def may_merge(actor: Actor, *people: Person) -> bool:
    """I join two files into one, or part them again, when I may write in every KPA either of them went through."""
    if actor.everything:
        return True
    if not actor.writes:
        return False
    return not Journey.objects.filter(person__in=people).exclude(kpa_id__in=actor.writes).exists()


def kpas_to_give_access_in(actor: Actor, person: Person) -> list[Organisation]:
    """I give somebody access to their own journey in a KPA of theirs where I may write and name coopérant·es.

    The KPA entered last comes first.
    """
    kpas: dict[int, Organisation] = {}
    for journey in (
        Journey.objects.visible_to(actor).filter(person=person).select_related("kpa").order_by("-entered_on")
    ):
        if may_enter(actor, journey.kpa_id) and may_give(actor, journey.kpa, Role.COOPERANT):
            kpas[journey.kpa_id] = journey.kpa
    return list(kpas.values())


def may_withdraw_access(actor: Actor, held: PersonAccess) -> bool:
    """I send again or withdraw an access when I could have given it: where I write and name coopérant·es."""
    return may_enter(actor, held.kpa_id) and may_give(actor, held.kpa, Role.COOPERANT)


def is_own(actor: Actor, person: Person) -> bool:
    """I read my own journey."""
    return actor.user_id is not None and person.user_id == actor.user_id


def kpas_to_enter(actor: Actor) -> "OrganisationQuerySet":
    """I choose among the KPAs where I may write, when I welcome somebody."""
    kpas = Organisation.objects.kpas()
    return kpas if actor.everything else kpas.filter(pk__in=actor.writes)


def kpas_to_read(actor: Actor) -> "OrganisationQuerySet":
    """I choose among the KPAs whose files I open, when I look for somebody."""
    kpas = Organisation.objects.kpas()
    return kpas if actor.everything else kpas.filter(pk__in=actor.files)


def present(actor: Actor, kpa_id: int, day: datetime.date) -> "JourneyQuerySet":
    """I choose, for what a KPA does together, among those whose journey there covers that day."""
    return Journey.objects.visible_to(actor).at(day).filter(kpa_id=kpa_id)


def prescribers(actor: Actor) -> "OrganisationQuerySet":
    """I name as prescriber any organisation that is not a KPA nor the network, and that my page lists."""
    return Organisation.objects.visible_to(actor).exclude(kind__in=[Kind.KPA, Kind.NETWORK])


def possible_referents(kpa_id: int, day: datetime.date) -> QuerySet[User]:
    """Somebody is followed by a contributor of the KPA, or by a referent of the structure that hosts it that day."""
    hosts = (
        Q(organisation__relations_out__target_id=kpa_id, organisation__relations_out__kind=RelationKind.HOST)
        & Q(organisation__relations_out__started_on__lte=day)
        & (Q(organisation__relations_out__ended_on__isnull=True) | Q(organisation__relations_out__ended_on__gte=day))
    )
    able = Membership.objects.at(day).filter(
        Q(role=Role.CONTRIBUTOR.value, organisation_id=kpa_id) | Q(hosts, role=Role.HOST_REFERENT.value)
    )
    return User.objects.filter(pk__in=able.values("user_id"), is_active=True).order_by("name", "pk")


def referents_met(actor: Actor, user_id: int) -> QuerySet[User]:
    """I learn somebody's name as a referent when they follow or followed a person whose file I open."""
    followed = Referent.objects.filter(user_id=user_id, journey__in=Journey.objects.visible_to(actor))
    return User.objects.filter(Exists(followed), pk=user_id).order_by("pk")


def may_change_note(actor: Actor, note: Note) -> bool:
    """I correct, withdraw or show to others a note I wrote, or one I read about a person I follow today."""
    if actor.everything:
        return True
    if actor.user_id is None or note.journey.kpa_id not in actor.writes:
        return False
    if note.author_id == actor.user_id:
        return True
    return note.journey.person.user_id != actor.user_id and is_referent(actor, note.journey_id)


def is_referent(actor: Actor, journey_id: int) -> bool:
    """I follow this person today."""
    latest = Referent.objects.filter(journey_id=journey_id, started_on__lte=actor.today).order_by("-started_on", "-pk")
    return actor.user_id is not None and latest.values_list("user_id", flat=True).first() == actor.user_id


def may_sign_for_host(actor: Actor, document: "Document") -> bool:
    """I sign for the structure that hosts the contract when I am its referent."""
    return actor.role == Role.HOST_REFERENT and actor.organisation_id == document.host_id


def may_edit_clauses(actor: Actor, host: Organisation) -> bool:
    """I write a host's clauses when I govern it, or am its referent."""
    referent = actor.role == Role.HOST_REFERENT and actor.organisation_id == host.pk
    return referent or may_govern(actor, host)


def may_read_clauses(actor: Actor, host: Organisation) -> bool:
    """I read a host's clauses when I write them, or when I prepare contracts in a KPA it carries."""
    if may_edit_clauses(actor, host):
        return True
    carried = Relation.objects.filter(source=host, kind=RelationKind.HOST, target_id__in=actor.files)
    return actor.everything or carried.exists()


def possible_leaders(actor: Actor, kpa_id: int, day: datetime.date) -> QuerySet[User]:
    """An interview is led by whoever may follow people in that KPA on that day, or by me."""
    return User.objects.filter(
        Q(pk__in=possible_referents(kpa_id, day).order_by().values("pk")) | Q(pk=actor.user_id or 0), is_active=True
    ).order_by("name", "pk")


def possible_peers(journey: Journey) -> "PersonQuerySet":
    """A peer is another person who has a journey in the same KPA, under way or over."""
    others = Journey.objects.filter(kpa_id=journey.kpa_id, person=OuterRef("pk"))
    return Person.objects.current().filter(Exists(others)).exclude(pk=journey.person_id)


def may_remove(actor: Actor, journey: Journey, record: "Entered") -> bool:
    """I remove what I entered by mistake, and what is wrong in the file of somebody I follow today."""
    if actor.everything:
        return True
    return actor.user_id is not None and (record.entered_by_id == actor.user_id or is_referent(actor, journey.pk))


def partners_to_open_to(actor: Actor) -> QuerySet[Membership]:
    """I open parts of a journey to somebody who works at a partner that my page lists, under their place there."""
    held = Membership.objects.at(actor.today).filter(role=Role.OBSERVER, user__is_active=True)
    if not actor.everything:
        held = held.filter(organisation_id__in=actor.sees)
    partners = held.exclude(organisation__kind__in=[Kind.KPA, Kind.NETWORK])
    return partners.select_related("user", "organisation").order_by("organisation__name", "user__name", "pk")


def reads_openings(actor: Actor) -> bool:
    """I have a place for files opened to me when one is, today, at the partner where I work."""
    return actor.role == Role.OBSERVER and Opening.objects.open_to(actor).exists()
