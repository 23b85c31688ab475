"""Two people at once: one contract, one renewal, and the law counted for both together (PostgreSQL's concurrency)."""

import contextlib
import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from maille.journeys.actions import contracts, support
from maille.journeys.models import ContractPeriod
from tests.cast import Cast, make_cast
from tests.journeys.contracts.help import D, offer_all, prepare, renew, signed
from tests.journeys.help import TODAY
from tests.patience import PATIENCE


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """Run them in as many threads; "done" or the code of the refusal, sorted."""
    outcomes, ready = [], threading.Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> None:
        ready.wait()
        try:
            verb()
            outcomes.append("done")
        except ValidationError as refused:
            outcomes.append(getattr(refused, "code", None) or "refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.fixture
def offered(transactional_db: None) -> Cast:
    cast = make_cast(TODAY)
    offer_all(cast)
    return cast


@pytest.mark.postgresql
def test_two_people_preparing_the_same_renewal_make_one(offered: Cast) -> None:
    cast = offered
    first = signed(cast.fanny, cast.amina_journey, D(2026, 2, 1), D(2026, 7, 31))
    told = at_once(*[lambda: renew(cast.fanny, first, D(2026, 12, 31)) for _ in range(4)])
    assert told == ["already_prepared", "already_prepared", "already_prepared", "done"]
    assert ContractPeriod.objects.filter(rank=1).count() == 1


def two_contracts(cast: Cast) -> list[str]:
    """Two drafts that no constraint keeps apart: their days differ."""
    return at_once(
        lambda: prepare(cast.fanny, cast.amina_journey, D(2026, 7, 1), D(2026, 12, 31)),
        lambda: prepare(cast.karim, cast.amina_journey, D(2027, 2, 1), D(2027, 12, 31)),
    )


@pytest.mark.postgresql
def test_two_people_preparing_two_contracts_make_one(offered: Cast) -> None:
    assert two_contracts(offered) == ["already_prepared", "done"]


@pytest.mark.postgresql
def test_without_the_lock_there_would_be_two(offered: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock is what the test above tests: without it both read before either writes."""
    both_read = threading.Barrier(2)
    read = contracts.held_by

    def read_together(people: list[int]) -> object:
        found = read(people)
        with contextlib.suppress(threading.BrokenBarrierError):
            both_read.wait(timeout=PATIENCE)
        return found

    def unlocked(actor: object, journey_id: int, version: int | None) -> object:
        return contracts.Journey.objects.select_related("person", "kpa").get(pk=journey_id)

    monkeypatch.setattr(contracts, "held_by", read_together)
    monkeypatch.setattr(contracts, "lock", unlocked)
    monkeypatch.setattr(support, "save", lambda *_: None)
    assert two_contracts(offered) == ["done", "done"]


@pytest.mark.postgresql
def test_the_database_itself_refuses_two_overlapping_periods_written_at_once(
    offered: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contracts, "lock", lambda _a, pk, _v: contracts.Journey.objects.get(pk=pk))
    monkeypatch.setattr(contracts, "held_by", lambda people: {pk: [] for pk in people})
    monkeypatch.setattr(support, "save", lambda *_: None)
    cast = offered

    def verb() -> object:
        return prepare(cast.fanny, cast.amina_journey, D(2026, 7, 1), D(2026, 12, 31))

    told = at_once(verb, verb, verb)
    assert told == ["done", "refused", "refused"]
    assert ContractPeriod.objects.count() == 1
