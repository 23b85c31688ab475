"""What the tests of hours share: people of La Cape ready to work, a buffet, and its shifts."""

import datetime
from dataclasses import replace
from typing import Any

from django.test import Client
from django.utils import timezone

from maille.activities.actions import contributions as actions
from maille.activities.actions import roles
from maille.activities.actions.contributions import Noted, Work
from maille.activities.actions.participants import participant_for
from maille.activities.models import Contribution, Job, Participant, Shift, SignUp, WorkRole
from maille.identity.models import User
from maille.journeys.models import Journey, Person
from maille.network.models import Membership, Organisation
from maille.network.rules.roles import Role
from tests.cast import Cast
from tests.journeys.dossier.help import contract, cover
from tests.journeys.help import TODAY, acting

D = datetime.date
NOW = timezone.make_aware(datetime.datetime.combine(TODAY, datetime.time(18)))
SATURDAY = D(2026, 6, 13)


def at(hour: int, day: D = SATURDAY) -> datetime.datetime:
    """A moment of that day, on the clock here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def ready(journey: Journey) -> Participant:
    """Somebody whose papers allow work this year."""
    person = journey.person
    person.right_to_work_needed = False
    person.save(update_fields=["right_to_work_needed"])
    contract(journey, Organisation.objects.get(name="Optéos"))
    cover(journey)
    return participant_for(journey.kpa, person=person)


def role(kpa: Organisation, name: str = "cuisine", kind: str = "production") -> WorkRole:
    """A role of that KPA, made when it has none of that name."""
    roles.all_roles(kpa)
    found, _ = WorkRole.objects.get_or_create(kpa=kpa, name=name, defaults={"kind": kind, "rank": 50})
    return found


def buffet(kpa: Organisation, **more: Any) -> Job:
    """Saturday's buffet."""
    values: dict[str, Any] = {"title": "Buffet du samedi", "state": "done", "starts_on": SATURDAY, "entered_at": NOW}
    return Job.objects.create(kpa=kpa, **{**values, "ends_on": SATURDAY, **more})


def shift(job: Job, work: WorkRole | None, hour: int = 8, minutes: int = 360, day: D = SATURDAY) -> Shift:
    """Six hours in the morning."""
    return Shift.objects.create(job=job, starts_at=at(hour, day), minutes=minutes, role=work, people=3)


def signed(held: Shift, participant: Participant, **more: Any) -> SignUp:
    """Somebody said they come."""
    return SignUp.objects.create(shift=held, participant=participant, entered_at=NOW, **more)


def work(kpa: Organisation, **more: Any) -> Work:
    """Two hours of cooking on Saturday, paid."""
    return replace(Work(SATURDAY, 120, role(kpa).pk), **more)


def note(cast: Cast, participant: Participant, key: str = "", **more: Any) -> Noted:
    """Written by Fanny."""
    facts = work(participant.kpa, **more)
    return actions.note_work(acting(cast.fanny), participant.pk, facts, NOW, key=key)


def given(participant: Participant, **more: Any) -> Contribution:
    """A line as stored, no question asked."""
    values: dict[str, Any] = {"day": SATURDAY, "minutes": 120, "role": role(participant.kpa), "entered_at": NOW}
    return Contribution.objects.create(kpa=participant.kpa, participant=participant, **{**values, **more})


def account(person: Person, kpa: Organisation) -> User:
    """A coopérant·e's own sign-in."""
    user = User.objects.create_user(f"{person.first_name.lower()}@exemple.fr", person.first_name)
    Membership.objects.create(user=user, organisation=kpa, role=Role.COOPERANT, started_on=D(2025, 4, 4))
    person.user = user
    person.save(update_fields=["user"])
    return user


def signed_in(user: User) -> Client:
    """A browser of this user."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


__all__ = ["TODAY", "acting"]
