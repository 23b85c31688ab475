"""Two accept at once what the balance covers once: one does; without the lock, both would."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from maille.ledger.actions import reverse
from maille.sharing.actions import pay
from maille.sharing.models import PayEvent
from maille.sharing.models.pay_money import money_of
from tests.cast import Cast, make_cast
from tests.patience import PATIENCE
from tests.sharing.pay.help import NOW, TODAY, D, asked, by, give, participant, twentieth


def two_requests() -> tuple[Cast, list[Any]]:
    """60 € asked for June and 60 € for July, checked, on an account that has lost 20 € since."""
    cast = make_cast(TODAY)
    twentieth(cast)
    amina = participant(cast, cast.amina)
    give(cast, amina, 120_00, "opening:1")
    requests = [asked(cast, amina, 60_00, day) for day in (TODAY, D(2026, 6, 25))]
    for each in requests:
        pay.check(by(cast.fanny), each, now=NOW)
    opening = amina.accounts.get().received.get().posting
    reverse(by(cast.fanny), opening, TODAY, now=NOW, reason="erreur")
    give(cast, amina, 100_00, "opening:2")
    return cast, requests


def accept_at_once(cast: Cast, requests: list[Any]) -> list[str]:
    """What each was told."""
    told: list[str] = []
    ready = threading.Barrier(len(requests))

    def accept(request: Any) -> None:
        try:
            actor = by(cast.karim)
            ready.wait(timeout=PATIENCE)
            pay.accept(actor, request, now=NOW)
            told.append("accepted")
        except ValidationError:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(each,)) for each in requests]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(told)


@contextmanager
def without_the_lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both read the balance before either writes."""
    both = threading.Barrier(2)

    def unlocked(held: Any) -> Any:
        money = money_of(held.pk)
        both.wait(timeout=PATIENCE)
        return money

    with monkeypatch.context() as patch:
        patch.setattr(pay, "lock", unlocked)
        yield


# SQLite's tests run on one in-memory database whose threads share a lock that no real installation has.
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_of_two_is_accepted() -> None:
    cast, requests = two_requests()
    assert accept_at_once(cast, requests) == ["accepted", "refused"]
    assert PayEvent.objects.filter(what="accepted").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, requests = two_requests()
    with without_the_lock(monkeypatch):
        assert accept_at_once(cast, requests) == ["accepted", "accepted"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_request_is_accepted_once() -> None:
    cast, requests = two_requests()
    assert accept_at_once(cast, [requests[0], requests[0]]) == ["accepted", "refused"]
