"""Who asks, and for whose things: the fixed cast with one person per role, and one of each thing on both sides."""

import datetime
import hashlib
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from maille.identity.models import User
from maille.impact import reporting
from maille.impact.actions.freezing import freeze
from maille.impact.actions.turnover import enter_turnover
from maille.impact.rules.periods import Period
from maille.journeys.models import FollowUp, ImportBatch, Journey, Merge, Person, Stage
from maille.network.access import actor_for
from maille.network.models import Invitation, Membership, Organisation, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Role
from tests.cast import Cast, cooperant, member, organisation
from tests.worlds import PIECES

ROLES = (
    "anonymous",
    "cooperant",
    "contributor",
    "host_referent",
    "manager",
    "coordinator",
    "administrator",
    "observer",
    "charlie",
)
SINCE = datetime.date(2021, 1, 1)
TOKENS = {"own": "own-token", "other": "other-token"}


@dataclass
class World:
    """Signed-in browsers by role, and the values to put in addresses by side."""

    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)


def make_world(cast: Cast) -> World:
    """Write everything once."""
    funder = organisation("Métropole", Kind.FUNDER)
    for target in (cast.kpa,):
        Relation.objects.create(source=funder, kind=RelationKind.FUNDER, target=target, started_on=SINCE)
    users = {
        "cooperant": member("Amina", cast.kpa, Role.COOPERANT),
        "contributor": cast.fanny,
        "host_referent": cast.karim,
        "manager": member("Responsable", cast.lead, Role.MANAGER),
        "coordinator": cast.odile,
        "administrator": member("Administration", cast.network, Role.ADMINISTRATOR),
        "observer": member("Financeur", funder, Role.OBSERVER),
        "charlie": cast.charlie,
    }
    Person.objects.filter(pk=cast.amina.pk).update(user=users["cooperant"])
    world = World(cookies={"anonymous": SimpleCookie()})
    for role, user in users.items():
        client = Client()
        client.force_login(user)
        just_proven(client, user)
        world.cookies[role] = client.cookies
    world.things["own"] = things(cast, cast.kpa, cast.lea_journey, cast.fanny, "own")
    theirs = cooperant("Nour", "Charlie", datetime.date(1990, 1, 1), cast.other_kpa, datetime.date(2025, 1, 6))
    world.things["other"] = things(cast, cast.other_kpa, theirs, cast.charlie, "other")
    world.things["host"] = {**world.things["own"], "organisation": cast.host.pk}
    world.things["network"] = {**world.things["own"], "organisation": cast.network.pk}
    return world


def just_proven(client: Client, user: User) -> None:
    """As after signing in with one's key a moment ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session.save()


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """One of each thing an address may name, of that KPA."""
    second = cooperant("Ida", f"Double {side}", datetime.date(1991, 2, 3), kpa, datetime.date(2025, 2, 3))
    left = cooperant("Ola", f"Sortie {side}", datetime.date(1992, 3, 4), kpa, datetime.date(2024, 3, 4))
    Journey.objects.filter(pk=left.pk).update(
        ended_on=datetime.date(2025, 6, 30), end_kind="exit", outcome="employment", detail="cdi"
    )
    stage = Stage.objects.create(journey=journey, kind="explore", started_on=datetime.date(2025, 10, 1))
    FollowUp.objects.create(journey_id=left.pk, months=3, done_on=datetime.date(2025, 10, 1), outcome="employment")
    merge = Merge.objects.create(
        kept=journey.person, absorbed=second.person, at=timezone.now(), by=user, journey_ids=[]
    )
    batch = ImportBatch.objects.create(
        file_name="registre.csv", sha256="0" * 64, state="done", by=user, organisation=kpa, created_at=timezone.now()
    )
    batch.kpas.add(kpa)
    somebody = User.objects.create_user(f"membre-{side}@exemple.fr", "Membre")
    key = Authenticator.objects.create(user=somebody, type=Authenticator.Type.WEBAUTHN, data={"name": "clé"})
    invitation = Invitation.objects.create(
        email=f"invitee-{side}@exemple.fr",
        name="Invitée",
        organisation=kpa,
        role=Role.COOPERANT,
        token_hash=hashlib.sha256(TOKENS[side].encode()).hexdigest(),
        created_at=timezone.now(),
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )
    membership = Membership.objects.create(user=somebody, organisation=kpa, role=Role.COOPERANT, started_on=SINCE)
    actor = actor_for(user, None, timezone.localdate())
    asked = reporting.Request(Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)), frozenset({kpa.pk}))
    frozen = freeze(actor, asked, timezone.now())
    line = enter_turnover(actor, kpa.pk, datetime.date(2025, 1, 1), datetime.date(2025, 3, 31), 120_000, timezone.now())
    found = {
        "frozen": frozen.pk,
        "turnover": line.pk,
        "organisation": kpa.pk,
        "person": journey.person_id,
        "second": second.person_id,
        "journey": journey.pk,
        "left": left.pk,
        "stage": stage.pk,
        "merge": merge.pk,
        "batch": batch.pk,
        "key": key.pk,
        "invitation": invitation.pk,
        "token": TOKENS[side],
        "membership": membership.pk,
        "relation": Relation.objects.filter(target=kpa, kind=RelationKind.HOST).get().pk,
    }
    for piece in PIECES:
        more = piece.things(cast, kpa, journey, user, side)
        assert not found.keys() & more.keys(), f"{piece.__name__} : un nom déjà pris"
        found |= more
    return found
