"""Two people approving at once post once: the lock sees to it; without it, the same money is moved twice.

On both databases: on SQLite, in a file with the settings of an installation (conftest.real_database).
"""

import contextlib
import datetime
import threading
from collections.abc import Collection, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from maille.activities.models import Job
from maille.ledger.models import Posting
from maille.sharing.actions import approvals
from maille.sharing.actions import distributions as actions
from maille.sharing.models import Distribution
from maille.sharing.models.lines import totals_of
from tests.cast import make_cast
from tests.patience import PATIENCE
from tests.sharing.pots.help import NOW, Buffet
from tests.sharing.shares.help import agreed, balances, gave, named, shared, the_buffet

TODAY = datetime.date(2026, 6, 15)
ALONE = 1.0
"""Seconds somebody who has looked waits for the other to have looked too, when the lock keeps the other out."""


@contextlib.contextmanager
def no_lock(kpa_id: int, job_ids: Collection[int]) -> Iterator[dict[int, Job]]:
    """What `jobs_lock` would be without the lock: the checks are made outside the transaction that posts."""
    yield Job.objects.select_related("kpa", "activity").in_bulk(job_ids)


class Meeting:
    """Where those who approve at once wait for each other, between their checks and their posting."""

    def __init__(self) -> None:
        self.barrier: threading.Barrier | None = None
        self.seconds = ALONE

    def wait(self) -> None:
        """Nobody waits while the scene is being set; a barrier that somebody left is of no use any more."""
        if self.barrier is not None:
            with contextlib.suppress(threading.BrokenBarrierError):
                self.barrier.wait(timeout=self.seconds)


def take_the_lock_away(monkeypatch: pytest.MonkeyPatch, meeting: Meeting) -> None:
    """Nothing keeps the other out any more: however busy the machine, both have looked before either posts."""
    monkeypatch.setattr(approvals, "jobs_lock", no_lock)
    meeting.seconds = PATIENCE


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Both look before either posts; for a second at most, for the lock may forbid it."""
    found = Meeting()
    check = approvals._computed_again

    def then_wait(*arguments: Any) -> Any:
        moved = check(*arguments)
        found.wait()
        return moved

    monkeypatch.setattr(approvals, "_computed_again", then_wait)
    return found


def at_once(meeting: Meeting, buffet: Buffet, proposals: list[int]) -> list[str]:
    """One person per proposal approves it, all at once; what each was told."""
    told: list[str] = []
    meeting.barrier = threading.Barrier(len(proposals))
    ready = threading.Barrier(len(proposals))

    def approve(pk: int) -> None:
        try:
            ready.wait(timeout=PATIENCE)
            approvals.approve(buffet.actor, pk, agreed(buffet, gives_back=True), NOW)
            told.append("posted")
        except ValidationError as refused:
            told.append(refused.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(pk,)) for pk in proposals]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(told)


def two_corrections() -> tuple[Buffet, list[int]]:
    """The buffet was shared; Léa's three hours more wait in two proposals, written by two people."""
    buffet = the_buffet(make_cast(TODAY), TODAY)
    shared(buffet)
    gave(buffet.job, buffet.lea, buffet.roles["cuisine"], "3")
    one = actions.propose(buffet.actor, buffet.job.pk, NOW)
    other = actions.write(buffet.actor, actions.simulate(buffet.job, TODAY), NOW)
    return buffet, [one.pk, other.pk]


def posted(buffet: Buffet) -> int:
    """Distributions of the job in the books."""
    return Posting.objects.filter(kind="distribution", facts__job=buffet.job.pk).count()


def test_of_two_proposals_one_is_posted(real_database: None, meeting: Meeting) -> None:
    buffet, proposals = two_corrections()
    refused, done = at_once(meeting, buffet, proposals)
    assert (refused[:25], done) == ("Quelque chose a changé de", "posted")
    assert posted(buffet) == 2, "the first, then one of the two corrections"
    last = actions.last_standing(buffet.job.pk)
    assert last is not None
    assert balances(buffet) == named(buffet, totals_of([last.pk])[last.pk])
    call_command("ledger", "check")


def test_without_the_lock_both_would_be(real_database: None, meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the lock is for: Léa is given her three hours twice, taken twice from the others."""
    buffet, proposals = two_corrections()
    take_the_lock_away(monkeypatch, meeting)
    before = balances(buffet)
    right = named(buffet, totals_of(proposals)[proposals[0]])
    assert at_once(meeting, buffet, proposals) == ["posted", "posted"]
    assert posted(buffet) == 3
    twice = {each: cents + 2 * (right[each] - cents) for each, cents in before.items()}
    assert balances(buffet) == twice != right


def test_the_same_proposal_is_posted_once(real_database: None, meeting: Meeting) -> None:
    buffet = the_buffet(make_cast(TODAY), TODAY)
    found = actions.propose(buffet.actor, buffet.job.pk, NOW)
    assert at_once(meeting, buffet, [found.pk, found.pk]) == [
        "Cette répartition est déjà inscrite aux comptes.",
        "posted",
    ]
    assert posted(buffet) == 1
    assert sum(balances(buffet).values()) == 86_400


def test_even_without_the_lock_the_books_refuse_the_same_key(
    real_database: None, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proposal is one posting whatever happens: its key is unique, and a pot never gives more than it holds."""
    buffet, (one, _) = two_corrections()
    take_the_lock_away(monkeypatch, meeting)
    assert at_once(meeting, buffet, [one, one]) == ["Cette opération est déjà écrite.", "posted"]
    assert posted(buffet) == 2


def test_two_people_proposing_at_once_leave_one_proposal(real_database: None) -> None:
    buffet = the_buffet(make_cast(TODAY), TODAY)
    ready = threading.Barrier(2)

    def propose() -> None:
        try:
            ready.wait(timeout=PATIENCE)
            actions.propose(buffet.actor, buffet.job.pk, NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=propose) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert Distribution.objects.count() == 2
    assert Distribution.objects.proposed().count() == 1
