"""Write the synthetic network into an empty database: all of it or nothing."""

import datetime
import pathlib
import tempfile
from collections.abc import Callable
from random import Random

from django.db import transaction
from django.utils import timezone

from maille.config.demo import (
    books,
    cast,
    catalogue,
    contracts,
    dossier,
    hours,
    jobs,
    living,
    names,
    notes,
    pay,
    pots,
    register,
    rights,
    rules,
    shares,
    signin,
    structures,
    support,
    trips,
    workshops,
)
from maille.config.demo.plan import TURNOVER
from maille.config.demo.trips import Trip
from maille.identity.models import User
from maille.impact.models import TurnoverLine
from maille.journeys.actions.merges import merge_people
from maille.journeys.actions.register import ImportOptions, import_register
from maille.journeys.models import FollowUp, Journey, Person, PersonAccess, Referent, Stage, Suspension
from maille.journeys.models.journeys import EndKind
from maille.journeys.rules.names import identity_key
from maille.journeys.rules.register.cells import read_detail, read_outcome
from maille.network.access import actor_for
from maille.network.actions.choices import update_choices
from maille.network.actions.organisations import Facts, create_organisation
from maille.network.actions.relations import add_relation
from maille.network.models import Membership, Organisation
from maille.network.rules.choices import Choices
from maille.network.rules.names import fold
from maille.network.rules.relations import Span
from maille.network.rules.roles import Actor

Tell = Callable[[str, int], None]
Organisations = dict[str, Organisation]
Followers = dict[str, list[tuple[User, datetime.date]]]
"""KPA → who follows people there, and since when."""


class RealDataError(Exception):
    """The database already holds something that is not the demonstration."""


def is_there() -> bool:
    """Whether this database holds the demonstration; refuses one that holds anything else.

    Raises RealDataError: synthetic people must never be poured among real ones.
    """
    if User.objects.filter(email=cast.COORDINATOR, memberships__organisation__name=structures.NETWORK).exists():
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
    followers = write_members(organisations, day)
    tell("comptes", User.objects.count())
    odile = actor_for(User.objects.get(email=cast.COORDINATOR), None, day)
    past = past_trips(day)
    write_trips(past, "registre-reseau-2022-2023.csv", odile, organisations, followers)
    tell("personnes du registre 2022-2023", len({who(trip) for trip in past}))
    present = living.lives(day) + [trip for found in cast.trips(day).values() for trip in found]
    write_trips(present, "registre-reseau-depuis-2024.csv", odile, organisations, followers)
    tell("personnes arrivées depuis", len({who(trip) for trip in present}))
    write_accounts(day)
    signin.write(day)
    notes.write(day)
    dossier.write(day)
    tell("ateliers", workshops.write(day))
    write_merge(past[0], Actor.command_line(day))
    tell("périodes de contrats", contracts.write(odile, day))
    tell("entretiens", support.write(day))
    rights.write(day)
    tell("offres du catalogue", catalogue.write(day))
    tell("écritures reprises et virements", books.write(day))
    tell("prestations", jobs.write(odile, day))
    tell("lignes d'heures", hours.write(day))
    tell("règles de partage", rules.write(day))
    tell("recettes", pots.write(day))
    tell("répartitions", shares.write(day))
    tell("demandes de paie", pay.write(day))


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
            required_pieces=("notice", "charter"),
            controller="joint" if kpa.name == "La Cape" else "",
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


def write_members(organisations: Organisations, day: datetime.date) -> Followers:
    """The cast, and one invented contributor per KPA since it opened; who follows people, by KPA and since when."""
    random, taken = Random(structures.NETWORK), {(row.nom, row.prenom) for row in register.rows()}  # noqa: S311 - not secret
    follow: Followers = {}
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
    found: list[Trip], file_name: str, actor: Actor, organisations: Organisations, follow: Followers
) -> None:
    """Import the rows as a register file, then write what happened along each journey."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / file_name
        path.write_text(register.as_file([trip.row for trip in found]), encoding="utf-8")
        result = import_register(actor, path, file_name, timezone.now(), ImportOptions())
    if result.refused:
        raise AssertionError([line.problems for line in result.reported])
    written = journeys_of(found)
    for trip, journey in zip(found, written, strict=True):
        journey.prescriber = prescriber(trip, organisations)
        journey.version += 1
        if trip.transferred:
            journey.end_kind = EndKind.TRANSFER
            journey.transferred_to = next(
                other for other in written if other.person_id == journey.person_id and other.pk != journey.pk
            )
    Journey.objects.bulk_update(written, ["prescriber", "version", "end_kind", "transferred_to"], batch_size=50)
    write_events(list(zip(found, written, strict=True)), follow)


def journeys_of(found: list[Trip]) -> list[Journey]:
    """The journeys just imported, in the order of their rows."""
    kpas = {trip.row.kpa for trip in found}
    stored = {
        (journey.person.identity_key, journey.person.birth_date, journey.entered_on): journey
        for journey in Journey.objects.filter(kpa__name__in=kpas).select_related("person")
    }
    return [
        stored[identity_key(row.nom, row.prenom), row.date_naissance, row.entree]
        for row in (trip.row for trip in found)
    ]


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
            outcome=read_outcome(news.situation) if news.situation else "",
            detail=read_detail(news.detail) if news.detail else "",
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


def write_accounts(day: datetime.date) -> None:
    """The three coopérant·es each have an account, on their own file."""
    for key, found in cast.trips(day).items():
        row = found[0].row
        account = User.objects.get(email=f"{key}@exemple.fr")
        file = Person.objects.get(identity_key=identity_key(row.nom, row.prenom), birth_date=row.date_naissance)
        file.user, file.email = account, account.email or ""
        file.save(update_fields=["user", "email"])
        role = Membership.objects.get(user=account, role="cooperant")
        given = timezone.make_aware(datetime.datetime.combine(role.started_on, datetime.time(14)))
        PersonAccess.objects.create(person=file, kpa=role.organisation, user=account, given_at=given, opened_at=given)


def write_merge(trip: Trip, actor: Actor) -> None:
    """A second file made by mistake for somebody, found and absorbed since."""
    kept = Person.objects.get(identity_key=identity_key(trip.row.nom, trip.row.prenom))
    mistaken = Person.objects.create(
        last_name=f"{kept.last_name}e", first_name=kept.first_name, birth_date=kept.birth_date
    )
    merge_people(actor, kept.pk, mistaken.pk, timezone.now())
