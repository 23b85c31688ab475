"""Two people give the same money back at once: one does; without the lock, both would."""

import datetime
import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from maille.activities.models import Job
from maille.sharing.actions import receipts
from maille.sharing.models.money_in import received
from tests.cast import make_cast
from tests.patience import PATIENCE
from tests.sharing.pots.help import Buffet, make_buffet

TODAY = datetime.date(2026, 6, 15)


def refund_at_once(buffet: Buffet, keys: tuple[str, str] = ("a", "b")) -> list[str]:
    """Two refunds of 60 € of the same 100 €, and what each was told."""
    told: list[str] = []
    ready = threading.Barrier(2)

    def refund(key: str) -> None:
        try:
            ready.wait(timeout=PATIENCE)
            buffet.receive(6_000, "refund", key=key)
            told.append("done")
        except ValidationError:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=refund, args=(key,)) for key in keys]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(told)


def with_a_hundred_euros() -> Buffet:
    """100 € came."""
    buffet = make_buffet(make_cast(TODAY), TODAY)
    buffet.receive(10_000)
    return buffet


# SQLite's tests run on one in-memory database whose threads share a lock that no real installation has.
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_of_two_is_given_back() -> None:
    buffet = with_a_hundred_euros()
    assert refund_at_once(buffet) == ["done", "refused"]
    assert received([buffet.job.pk])[buffet.job.pk].cents == 4_000


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_two_windows_is_written_once() -> None:
    buffet = with_a_hundred_euros()
    assert refund_at_once(buffet, ("same", "same")) == ["done", "done"]
    assert received([buffet.job.pk])[buffet.job.pk].cents == 4_000


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    buffet, both_read = with_a_hundred_euros(), threading.Barrier(2)
    check = receipts._check

    def unlocked(job: Job) -> None:
        """No lock."""

    def read_together(*arguments: Any) -> None:
        check(*arguments)
        both_read.wait(timeout=PATIENCE)

    monkeypatch.setattr(receipts, "_lock", unlocked)
    monkeypatch.setattr(receipts, "_check", read_together)
    assert refund_at_once(buffet) == ["done", "done"]
    assert received([buffet.job.pk])[buffet.job.pk].cents == -2_000
