"""What the tests of jobs share: a buffet of La Cape on a Saturday, and people who may work on it."""

import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maille.activities.actions import jobs, shifts
from maille.activities.models import Job, Shift
from maille.activities.rules.jobs import JobFacts
from maille.activities.rules.kinds import JobState
from maille.activities.rules.shifts import ShiftFacts
from maille.identity.models import User
from maille.journeys.models import Contract, ContractPeriod, Journey, Person
from maille.network.models import Membership
from maille.network.models.organisations import host_at
from maille.network.rules.roles import Role
from tests.cast import Cast, cooperant
from tests.journeys.dossier.help import cover
from tests.journeys.help import TODAY, D, acting

SATURDAY = D(2026, 6, 20)
CLIENT = "Centre social de l'Alma"


def at(hour: int, minute: int = 0, day: datetime.date = TODAY) -> datetime.datetime:
    """A moment of that day, on the clock here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


NOW = at(10)
FAR = D(2099, 12, 31)
"""Pages read the clock: papers hold whatever the day the tests run."""


def facts(**more: Any) -> JobFacts:
    """A buffet asked for, on Saturday."""
    values: dict[str, Any] = {"title": "Buffet", "client": CLIENT, "starts_on": SATURDAY, "ends_on": SATURDAY}
    return JobFacts(**{**values, **more})


def planned(cast: Cast, **more: Any) -> Job:
    """Planned by Fanny."""
    return jobs.plan_job(acting(cast.fanny), cast.kpa, facts(**more), NOW, JobState.PLANNED)


def shift(cast: Cast, job: Job, start: datetime.datetime | None = None, **more: Any) -> Shift:
    """Saturday from 8 h to 14 h, three people."""
    values: dict[str, Any] = {"minutes": 360, "people": 3, **more}
    return shifts.add_shift(acting(cast.fanny), job.pk, ShiftFacts(start or at(8, day=SATURDAY), **values), NOW)


def ready(*journeys: Journey, until: datetime.date = FAR) -> None:
    """They have a signed contract and the insurer's answer until that day, and need no permit."""
    for journey in journeys:
        host = host_at(journey.kpa, TODAY)
        made = Contract.objects.create(
            person=journey.person, journey=journey, kpa=journey.kpa, host=host, kind="cape",
            full_time_employee=False, entered_at=NOW,
        )  # fmt: skip
        ContractPeriod.objects.create(
            contract=made, started_on=D(2026, 1, 1), ends_on=until, signed_on=D(2025, 12, 20),
            programme="Repas", entered_at=NOW,
        )  # fmt: skip
        cover(journey, end=until)
        Person.objects.filter(pk=journey.person_id).update(right_to_work_needed=False)
        journey.person.refresh_from_db()


def everybody_ready(cast: Cast) -> None:
    """Amina, Léa and Yanis may work."""
    ready(cast.amina_journey, cast.lea_journey, cast.yanis_journey)
    for person in (cast.amina, cast.lea, cast.yanis):
        person.refresh_from_db()


def account(journey: Journey) -> User:
    """A coopérant·e's own sign-in."""
    person = Person.objects.get(pk=journey.person_id)
    user = User.objects.create_user(f"{person.first_name.lower()}@exemple.fr", person.first_name)
    Membership.objects.create(user=user, organisation=journey.kpa, role=Role.COOPERANT, started_on=journey.entered_on)
    Person.objects.filter(pk=person.pk).update(user=user)
    return user


def crowd(cast: Cast, many: int) -> list[Journey]:
    """As many more people of La Cape."""
    names = [chr(ord("A") + rank // 26) + chr(ord("a") + rank % 26) for rank in range(many)]
    return [
        cooperant(name, "Synthétique", D(1990, 1, 1) + datetime.timedelta(days=rank), cast.kpa, D(2026, 1, 5))
        for rank, name in enumerate(names)
    ]


def signed_in(user: User) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(user)
    return client


def queries_of(client: Client, path: str) -> int:
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
