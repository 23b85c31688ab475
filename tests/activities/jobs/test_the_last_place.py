"""Two people taking the last place at once: the lock gives it to one; without it, both would have it."""

import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from maille.activities.actions import shifts, sign_ups
from maille.activities.models import Job, Shift, SignUp
from maille.identity.models import User
from maille.journeys.models import Person
from maille.network.rules.roles import Actor
from tests.activities.jobs.help import NOW, account, everybody_ready, planned, shift
from tests.cast import make_cast
from tests.journeys.help import TODAY, acting
from tests.patience import PATIENCE


def one_place_left() -> tuple[Shift, list[tuple[User, Person]]]:
    """A shift for one, and Amina and Léa with their phones."""
    cast = make_cast(TODAY)
    everybody_ready(cast)
    held = shift(cast, planned(cast), people=1)
    somebody = []
    for journey in (cast.amina_journey, cast.lea_journey):
        user = account(journey)
        somebody.append((user, Person.objects.get(pk=journey.person_id)))
    return held, somebody


def take_at_once(held: Shift, somebody: list[tuple[User, Person]]) -> list[str]:
    """Both say « Je viens », and what each was told."""
    told: list[str] = []
    together = threading.Barrier(len(somebody))

    def come(user: User, person: Person) -> None:
        try:
            together.wait(timeout=PATIENCE)
            sign_ups.sign_myself_up(acting(user), person, held.pk, NOW)
            told.append("vient")
        except ValidationError:
            told.append("complet")
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=each) for each in somebody]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(told)


# SQLite has one writer at a time: only PostgreSQL lets two of them meet.
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_of_two_takes_the_last_place() -> None:
    held, somebody = one_place_left()
    assert take_at_once(held, somebody) == ["complet", "vient"]
    assert SignUp.objects.sitting().filter(shift=held).count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the lock is for: both count the places before either takes one."""
    held, somebody = one_place_left()
    both_counted = threading.Barrier(2)
    count = sign_ups.rooms_of

    def unlocked(actor: Actor, person: Person, shift_id: int) -> Shift:
        return Shift.objects.select_related("job__kpa").get(pk=shift_id)

    def counted_together(of: list[Shift]) -> dict[int, Any]:
        found = count(of)
        both_counted.wait(timeout=PATIENCE)
        return found

    monkeypatch.setattr(sign_ups, "lock_own", unlocked)
    monkeypatch.setattr(sign_ups, "rooms_of", counted_together)
    assert take_at_once(held, somebody) == ["vient", "vient"]
    assert SignUp.objects.sitting().filter(shift=held).count() == 2


# The desk's own lock, seen in what is asked of the database rather than by a race.
@pytest.mark.django_db(transaction=True)
def test_every_change_of_a_place_locks_the_job_first(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast(TODAY)
    everybody_ready(cast)
    held, locked = shift(cast, planned(cast)), []
    lock = shifts.lock_job

    def noting(actor: Actor, job_id: int, version: int | None = None) -> Job:
        locked.append(job_id)
        return lock(actor, job_id, version)

    monkeypatch.setattr(shifts, "lock_job", noting)
    monkeypatch.setattr(sign_ups, "lock_job", noting)
    fanny = acting(cast.fanny)
    signed = sign_ups.sign_up(fanny, held.pk, NOW, person=cast.amina).sign_up
    sign_ups.withdraw(fanny, signed.pk, "", NOW)
    assert locked == [held.job_id, held.job_id]
