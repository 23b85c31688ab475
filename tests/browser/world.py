"""The fixed cast, and every role held by one of its members."""

import datetime
from dataclasses import dataclass

from maille.identity.models import User
from maille.impact.actions.freezing import freeze
from maille.impact.models import TurnoverLine
from maille.impact.reporting import Request
from maille.impact.rules.periods import Period
from maille.journeys.models import FollowUp, ImportBatch, ImportLine, Referent, Stage, Suspension
from maille.network.access import actor_for
from maille.network.actions.invitations import hash_of
from maille.network.models import Invitation, Membership, Organisation, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Role
from tests.cast import Cast, cooperant, make_cast, organisation
from tests.worlds import PIECES

TOKEN = "un-secret-connu-de-ce-test-seulement"
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
    doors: tuple[str, ...]
    """Pages that no number leads to (a secret, a word), and one more for each state of a page that has several."""


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
    live(cast)
    visitors = tuple(visitor(user, place, role) for user, place, role in held)
    files = registers(cast, visitors[0])
    reports(cast, today)
    more = [door for piece in PIECES for door in piece.live(cast)]
    return World(cast, visitors, (f"/invitations/{TOKEN}/", "/semaine/manques/", *files, *more))


def live(cast: Cast) -> None:
    """What happens to the cast, so that every screen has something in every state."""
    Stage.objects.create(journey=cast.amina_journey, kind="immerse", started_on=datetime.date(2025, 4, 4))
    Stage.objects.create(journey=cast.amina_journey, kind="explore", started_on=datetime.date(2025, 10, 1))
    Referent.objects.create(journey=cast.amina_journey, user=cast.fanny, started_on=datetime.date(2025, 4, 4))
    Suspension.objects.create(journey=cast.yanis_journey, started_on=datetime.date(2026, 5, 4), reason="Déménagement")
    left = cast.lea_journey
    left.ended_on, left.end_kind, left.outcome = datetime.date(2026, 3, 2), "exit", "employment"
    left.save()
    FollowUp.objects.create(
        journey=left, months=3, done_on=datetime.date(2026, 6, 3), outcome="training", recorded_by=cast.karim
    )
    cooperant("Lea", "Fontaine", datetime.date(2001, 9, 3), cast.kpa, datetime.date(2026, 2, 2))
    now = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
    Invitation.objects.create(
        email="nouvelle@exemple.fr",
        name="Amina",
        organisation=cast.kpa,
        role=Role.CONTRIBUTOR,
        token_hash=hash_of(TOKEN),
        invited_by=cast.fanny,
        created_at=now,
        expires_at=datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC),
    )


def registers(cast: Cast, held_by: Visitor) -> list[str]:
    """A file imported and one to confirm, each with a refused row; the addresses of their pages."""
    now = datetime.datetime(2026, 6, 10, 9, tzinfo=datetime.UTC)
    problem = {"column": "date_naissance", "level": "error", "message": "« 31/02/1990 » n'est pas une date."}
    doors = []
    for state in (ImportBatch.State.DONE, ImportBatch.State.CHECKED):
        batch = ImportBatch.objects.create(
            file_name="registre.csv",
            sha256="0" * 64,
            by=held_by.user,
            organisation=cast.network,
            created_at=now,
            finished_at=now if state == ImportBatch.State.DONE else None,
            state=state,
            headings=["kpa", "nom", "prenom", "date_naissance", "entree"],
            mapping={"0": "kpa", "1": "nom", "2": "prenom", "3": "date_naissance", "4": "entree"},
            created=1,
            refused=1,
        )
        batch.kpas.add(cast.kpa)
        ImportLine.objects.create(batch=batch, line=2, outcome="created", person=cast.yanis, journey=cast.yanis_journey)
        ImportLine.objects.create(batch=batch, line=3, outcome="refused", problems=[problem])
        doors.append(f"/registre/import/{batch.pk}/")
    return doors


def reports(cast: Cast, today: datetime.date) -> None:
    """A report sent, and a line of turnover."""
    at = datetime.datetime(2026, 6, 12, 9, tzinfo=datetime.UTC)
    period = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    freeze(actor_for(cast.odile, None, today), Request(period), at, "La Région")
    TurnoverLine.objects.create(
        kpa=cast.kpa, start=period.start, end=period.end, cents=1521300, entered_by=cast.fanny, entered_at=at
    )


def visitor(user: User, place: Organisation, role: Role) -> Visitor:
    """This person under that membership, made when they do not hold it yet."""
    membership, _ = Membership.objects.get_or_create(
        user=user, organisation=place, role=role, defaults={"started_on": SINCE}
    )
    return Visitor(f"{user.name} ({role.value})", user, membership.pk)
