"""Write the synthetic network into an empty database: all of it or nothing."""

import datetime
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from maille.config.demo import cast, living, names, register, structures, trips
from maille.config.demo.plan import TURNOVER
from maille.config.demo.trips import Trip
from maille.identity.models import User
from maille.impact.models import TurnoverLine
from maille.journeys.models import FollowUp, Journey, Merge, Person, Referent, Stage, Suspension
from maille.journeys.models.journeys import EndKind
from maille.journeys.rules.terms import Detail, Level, Outcome
from maille.network import communes
from maille.network.actions.choices import update_choices
from maille.network.actions.organisations import Facts, create_organisation
from maille.network.actions.relations import add_relation
from maille.network.models import Membership, Organisation
from maille.network.rules.choices import Choices
from maille.network.rules.names import fold
from maille.network.rules.places import department_of
from maille.network.rules.relations import Span
from maille.network.rules.roles import Actor

Tell = Callable[[str, int], None]
Organisations = dict[str, Organisation]

LEVELS = {
    "infra_cap": Level.BELOW_CAP,
    "cap_bep": Level.CAP_BEP,
    "bac": Level.BAC,
    "bac_2_4": Level.BAC_2_4,
    "bac_5": Level.BAC_5,
}
OUTCOMES = {
    "emploi": Outcome.EMPLOYMENT,
    "formation": Outcome.TRAINING,
    "creation": Outcome.BUSINESS_CREATION,
    "autre_dispositif": Outcome.OTHER_SCHEME,
    "sans": Outcome.NONE,
    "service_civique": Outcome.CIVIC_SERVICE,
}
DETAILS = {
    "cdi": Detail.CDI,
    "cdd_6_plus": Detail.CDD_6_PLUS,
    "cdd_moins_6": Detail.CDD_UNDER_6,
    "interim": Detail.INTERIM,
    "qualifiante": Detail.QUALIFYING,
    "non_qualifiante": Detail.NON_QUALIFYING,
}
"""Words of the register file → words of the database."""


class RealDataError(Exception):
    """The database already holds something that is not the demonstration."""


def is_there() -> bool:
    """Whether this database holds the demonstration; refuses one that holds anything else.

    Raises RealDataError: synthetic people must never be poured among real ones.
    """
    if User.objects.filter(email=cast.CAST[2].email, memberships__organisation__name=structures.NETWORK).exists():
        return True
    if any(model._default_manager.exists() for model in (User, Organisation, Person)):
        raise RealDataError
    return False


@transaction.atomic
def load(day: datetime.date, tell: Tell) -> None:
    """Write everything; `tell` hears what was written and how many."""
    organisations = write_organisations(day)
    write_turnover(organisations)
    tell("structures et KPA", len(organisations))
    users = write_members(organisations, day)
    tell("comptes", User.objects.count())
    past = past_trips(day)
    write_trips(past, organisations, users)
    tell("personnes du registre 2022-2023", len({who(trip) for trip in past}))
    present = [trips.lived(row, day) for row in living.arrivals(day)]
    write_trips(present, organisations, users)
    tell("personnes arrivées depuis", len({who(trip) for trip in present}))
    write_cast(day, organisations, users)
    write_merge(past[0])
    tell("membres de la distribution", len(cast.CAST))


def who(trip: Trip) -> tuple[str, str, datetime.date]:
    """What tells a person apart."""
    return (trip.row.nom, trip.row.prenom, trip.row.date_naissance)


def write_organisations(day: datetime.date) -> Organisations:
    """The network, its KPAs with their choices, the structures around them and their relations."""
    actor = Actor.command_line(day)
    facts = [Facts("network", structures.NETWORK, opened_on=structures.FOUNDED)]
    facts += [Facts(s.kind, s.name, postal_code=s.postal_code, commune=s.commune) for s in structures.STRUCTURES]
    facts += [
        Facts("kpa", kpa.name, postal_code=kpa.postal_code, commune=kpa.commune, opened_on=kpa.opened)
        for kpa in structures.KPAS
    ]
    found = {each.name: create_organisation(actor, each).organisation for each in facts}
    for kpa in structures.KPAS:
        choices = Choices(
            publics=kpa.publics,
            minimum_age=16,
            maximum_age=kpa.maximum_age,
            maximum_months=kpa.maximum_months,
            contract_kinds=kpa.contracts,
            stage_names=kpa.stage_names,
            vocabulary=kpa.vocabulary,
        )
        update_choices(actor, found[kpa.name], 1, choices)
    for source, kind, target, start, end in structures.links():
        add_relation(actor, source=found[source], kind=kind, target=found[target], span=Span(start, end))
    return found


def write_turnover(organisations: Organisations) -> None:
    """The published turnover, by hand as it was; a year's line stays within the period."""
    TurnoverLine.objects.bulk_create(
        TurnoverLine(
            kpa=organisations[kpa],
            start=max(register.FROM, datetime.date(year or 2022, 1, 1)),
            end=min(register.TO, datetime.date(year or 2023, 12, 31)),
            cents=cents,
            note="Bilan publié",
            entered_at=timezone.now(),
        )
        for kpa, year, cents in TURNOVER
    )


def write_members(organisations: Organisations, day: datetime.date) -> dict[str, list[tuple[User, datetime.date]]]:
    """The cast, and one invented contributor per KPA since it opened; who follows people, by KPA and since when."""
    random, taken = Random(structures.NETWORK), {(row.nom, row.prenom) for row in register.rows()}  # noqa: S311 - not secret
    follow: dict[str, list[tuple[User, datetime.date]]] = {}
    for kpa in structures.KPAS:
        last, first = names.draw(random, random.choice("FH"), taken)
        user = User.objects.create_user(f"{fold(first)}.{fold(last)}@exemple.fr".replace(" ", "-"), f"{first} {last}")
        handed_over = cast.SINCE - datetime.timedelta(days=1) if kpa.name in {"La Cape", "Moulins Coop"} else None
        Membership.objects.create(
            user=user,
            organisation=organisations[kpa.name],
            role="contributor",
            started_on=kpa.opened,
            ended_on=handed_over,
        )
        follow[kpa.name] = [(user, kpa.opened)]
    for member in cast.CAST:
        user = User.objects.create_user(member.email, member.name)
        since = min((trip.row.entree for trip in cast.trips(day).get(member.key, [])), default=cast.SINCE)
        for rank, (role, name) in enumerate(member.roles):
            start = since + datetime.timedelta(days=rank)
            Membership.objects.create(user=user, organisation=organisations[name], role=role, started_on=start)
            if role == "contributor":
                follow[name].append((user, start))
    return follow


def past_trips(day: datetime.date) -> list[Trip]:
    """The register of the published period, with what happened along each journey up to `day`."""
    rows = register.rows()
    first_of = {(row.nom, row.prenom): row for row in reversed(rows)}
    latest = {(row.nom, row.prenom): row for row in rows}
    return [
        trips.lived(row, day, transferred=row is first_of[key] and latest[key].kpa != row.kpa)
        for row in rows
        for key in [(row.nom, row.prenom)]
    ]


def write_trips(
    found: list[Trip], organisations: Organisations, follow: dict[str, list[tuple[User, datetime.date]]]
) -> list[Journey]:
    """People, journeys and what happened along them, with the history of each file begun."""
    people = {who(trip): person(trip) for trip in found}
    create(people.values(), Person)
    written = [journey(trip, people[who(trip)], organisations) for trip in found]
    create(written, Journey)
    for trip, first in zip(found, written, strict=True):
        if trip.transferred:
            first.transferred_to = next(j for j in written if j.person_id == first.person_id and j.pk != first.pk)
            first.save(update_fields=["transferred_to"])
    write_events(list(zip(found, written, strict=True)), follow)
    return written


def create(rows: Iterable[models.Model], model: type[models.Model]) -> None:
    """Insert them all, in order, each with the first line of its history."""
    bulk_create_with_history(list(rows), model, batch_size=500, default_change_reason="Réseau de démonstration")


def person(trip: Trip) -> Person:
    """Somebody's file."""
    row = trip.row
    made = Person(last_name=row.nom, first_name=row.prenom, birth_date=row.date_naissance, sex=row.sexe)
    made.set_keys()
    return made


def journey(trip: Trip, person: Person, organisations: Organisations) -> Journey:
    """A journey as the register tells it."""
    row = trip.row
    place = communes.find(row.code_postal, row.commune)
    ending: dict[str, Any] = {}
    if row.sortie:
        ending = {
            "ended_on": row.sortie,
            "end_kind": EndKind.TRANSFER if trip.transferred else EndKind.EXIT,
            "outcome": OUTCOMES.get(row.situation_sortie, ""),
            "detail": DETAILS.get(row.detail_sortie, ""),
        }
    return Journey(
        person=person,
        kpa=organisations[row.kpa],
        entered_on=row.entree,
        planned_months=row.duree_prevue_mois,
        prescriber=prescriber(trip, organisations),
        postal_code=row.code_postal,
        department=department_of(row.code_postal),
        commune=row.commune,
        commune_code=place.code if place else "",
        qpv=row.qpv,
        single_parent=row.parent_isole,
        international_protection=row.protection_internationale,
        level=LEVELS.get(row.niveau_atteint, ""),
        registered_on=row.inscription_ft,
        mission_locale=row.mission_locale,
        disabled=row.rqth,
        **ending,
    )


def prescriber(trip: Trip, organisations: Organisations) -> Organisation | None:
    """The mission locale that sent somebody, where the KPA works with one."""
    kpa = next(kpa for kpa in structures.KPAS if kpa.name == trip.row.kpa)
    sent = [name for name in kpa.prescribers if name.startswith("Mission locale")] if trip.row.mission_locale else []
    return organisations[sent[0]] if sent else None


def write_events(found: list[tuple[Trip, Journey]], follow: dict[str, list[tuple[User, datetime.date]]]) -> None:
    """Stages, pauses, referents and news of journeys already written."""
    Stage.objects.bulk_create(
        Stage(journey=journey, kind=kind, started_on=day) for trip, journey in found for kind, day in trip.stages
    )
    Suspension.objects.bulk_create(
        Suspension(journey=journey, started_on=start, ended_on=end, reason=reason)
        for trip, journey in found
        for start, end, reason in trip.pauses
    )
    Referent.objects.bulk_create(
        Referent(journey=journey, user=user, started_on=max(since, trip.row.entree))
        for trip, journey in found
        for user, since in followers(trip, follow[trip.row.kpa])
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            journey=journey,
            months=news.months,
            done_on=news.on,
            outcome=OUTCOMES.get(news.situation, ""),
            detail=DETAILS.get(news.detail, ""),
            unreachable=news.unreachable,
        )
        for trip, journey in found
        for news in trip.news
    )


def followers(trip: Trip, follow: list[tuple[User, datetime.date]]) -> list[tuple[User, datetime.date]]:
    """Who followed the person: whoever was in charge at the entry, then those who took over before the exit."""
    entry, end = trip.row.entree, trip.row.sortie or datetime.date.max
    in_charge = max((since for _, since in follow if since <= entry), default=follow[0][1])
    return [(user, since) for user, since in follow if in_charge <= since <= end]


def write_cast(
    day: datetime.date, organisations: Organisations, follow: dict[str, list[tuple[User, datetime.date]]]
) -> None:
    """The three coopérant·es, each with a file linked to the account."""
    for key, found in cast.trips(day).items():
        written = write_trips(found, organisations, follow)
        account = User.objects.get(email=f"{key}@exemple.fr")
        Person.objects.filter(pk=written[0].person_id).update(user=account, email=account.email)


def write_merge(trip: Trip) -> None:
    """A second file once made by mistake for somebody, found and absorbed since: it holds no journey any more."""
    kept = Person.objects.get(last_name=trip.row.nom, first_name=trip.row.prenom)
    absorbed = Person(
        last_name=kept.last_name.replace("ï", "hi"),
        first_name=kept.first_name,
        birth_date=kept.birth_date,
        sex=kept.sex,
    )
    absorbed.merged_into = kept
    absorbed.save()
    Merge.objects.create(kept=kept, absorbed=absorbed, journey_ids=[], at=timezone.now())
