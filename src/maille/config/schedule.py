"""What the worker does by itself, and how often. Each job may run twice without harm."""

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.management import call_command
from django.utils import timezone

from maille.identity import sessions
from maille.identity.actions.cards import close_stale_codes, forget_old_tries

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """One regular chore: its name, how often, and what it does."""

    name: str
    every: datetime.timedelta
    do: Callable[[], object]


def forget_sessions() -> None:
    """Remove the sessions that have expired."""
    call_command("clearsessions", verbosity=0)


def forget_results() -> None:
    """Remove the results of background work older than two weeks."""
    call_command("prune_db_task_results", verbosity=0)


def keep_for_their_time() -> None:
    """Give notice to, then anonymise, the files nobody was heard of for so long; erase archives whose time is over."""
    call_command("retention", verbosity=0, stdout=io.StringIO())


def forget_ways_in() -> None:
    """Close the codes read out that nobody used, forget old wrong tries and the notes of sessions that ended."""
    now = timezone.now()
    forget_old_tries(now)
    close_stale_codes(now)
    sessions.forget_ended()


JOBS = (
    Job("sessions expirées", DAY, forget_sessions),
    Job("résultats anciens", DAY, forget_results),
    Job("durées de conservation", DAY, keep_for_their_time),
    Job("essais et codes anciens", DAY, forget_ways_in),
)


@dataclass
class Clock:
    """Remembers when each job last ran, in this worker."""

    jobs: tuple[Job, ...] = JOBS
    last: dict[str, datetime.datetime] = field(default_factory=dict)

    def due(self, now: datetime.datetime) -> list[Job]:
        """The jobs whose time has come: at the start, then after each interval."""
        return [job for job in self.jobs if job.name not in self.last or now - self.last[job.name] >= job.every]

    def tick(self, now: datetime.datetime) -> list[str]:
        """Run what is due; return the names of what ran."""
        ran = []
        for job in self.due(now):
            self.last[job.name] = now
            job.do()
            ran.append(job.name)
        return ran
