"""La Cape's buffet, and money for it."""

import datetime
from dataclasses import dataclass
from typing import Any

from maille.activities.actions.participants import participant_for
from maille.activities.models import Activity, Job, Participant, WorkRole
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing.actions.receipts import receive
from maille.sharing.models import Receipt
from tests.cast import Cast

DAY = datetime.date(2026, 6, 6)
NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Buffet:
    """A job of La Cape, its people, and the roles they work in."""

    cast: Cast
    actor: Actor
    activity: Activity
    job: Job
    amina: Participant
    lea: Participant
    yanis: Participant
    fanny: Participant
    roles: dict[str, WorkRole]

    def receive(self, cents: int = 86_400, kind: str = "receipt", tax: int = 0, **more: Any) -> Receipt:
        """Money for the buffet."""
        return receive(self.actor, self.job, kind, cents, tax, more.pop("received_on", DAY), now=NOW, **more)


def job_of(kpa: Organisation, title: str = "Buffet du samedi", **more: Any) -> Job:
    """A job."""
    values = {"starts_on": DAY, "ends_on": DAY, "entered_at": NOW, **more}
    return Job.objects.create(kpa=kpa, title=title, **values)


def make_buffet(cast: Cast, today: datetime.date, **more: Any) -> Buffet:
    """The buffet, empty."""
    activity = Activity.objects.create(kpa=cast.kpa, name="Traiteur", opened_on=datetime.date(2024, 1, 1))
    kinds = {"cuisine": "production", "livraison": "production", "coordination": "coordination"}
    roles = {name: WorkRole.objects.create(kpa=cast.kpa, name=name, kind=kind) for name, kind in kinds.items()}
    return Buffet(
        cast,
        actor_for(cast.fanny, None, today),
        activity,
        job_of(cast.kpa, activity=activity, client="Centre social de l'Alma", **more),
        *(participant_for(cast.kpa, person=each) for each in (cast.amina, cast.lea, cast.yanis)),
        participant_for(cast.kpa, user=cast.fanny),
        roles,
    )
