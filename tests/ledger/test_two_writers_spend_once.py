"""Two people spending the same money at once: the lock gives it to one; without it, both would get it."""

import datetime
import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from maille.ledger.actions import books as actions
from maille.ledger.models import Account, balance_of
from maille.ledger.rules.kinds import PostingKind
from tests.cast import make_cast
from tests.ledger.help import Books, open_books
from tests.patience import PATIENCE

TODAY = datetime.date(2026, 6, 15)


def spend_at_once(books: Books) -> list[str]:
    """Two draws of 60 € from the same 100 €, and what each was told."""
    told: list[str] = []
    ready = threading.Barrier(2)

    def draw(rank: int) -> None:
        try:
            ready.wait(timeout=PATIENCE)
            books.post(PostingKind.PAY, (books.amina, books.outside, 6_000), key=f"pay:{rank}")
            told.append("paid")
        except ValidationError:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=draw, args=(rank,)) for rank in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(told)


def with_a_hundred_euros() -> Books:
    """Amina holds 100 €."""
    books = open_books(make_cast(TODAY), TODAY)
    books.post(PostingKind.RECEIPT, (books.outside, books.amina, 10_000), key="receipt:1")
    return books


# SQLite's tests run on one in-memory database whose threads share a lock that no real installation has.
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_of_two_is_paid() -> None:
    books = with_a_hundred_euros()
    assert spend_at_once(books) == ["paid", "refused"]
    assert balance_of(books.amina.pk) == 4_000


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the lock is for: both read the balance before either writes, and the account ends below zero."""
    books, both_read = with_a_hundred_euros(), threading.Barrier(2)
    balances = actions.balances_of

    def unlocked(ids: set[int]) -> dict[int, Account]:
        return {each.pk: each for each in actions.these(ids)}

    def read_together(*arguments: Any) -> dict[int, int]:
        found = balances(*arguments)
        both_read.wait(timeout=PATIENCE)
        return found

    monkeypatch.setattr(actions, "lock", unlocked)
    monkeypatch.setattr(actions, "balances_of", read_together)
    assert spend_at_once(books) == ["paid", "paid"]
    assert balance_of(books.amina.pk) == -2_000
