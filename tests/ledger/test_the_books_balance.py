"""Whatever is posted, the whole adds up to zero, pages tell it all, and nothing is spent twice."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.identity.append_only import lifted
from maille.ledger.actions import account_for, reverse
from maille.ledger.models import Account, Posting, Transfer, balance_of, balances_of
from maille.ledger.models.statements import statement
from maille.ledger.rules import moves as rules
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from tests.cast import Cast
from tests.ledger.help import DAY, NOW, Books, open_books

AFTER = datetime.date(2026, 6, 30)
FAKES = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def books(cast: Cast, today: datetime.date) -> Books:
    """La Cape's accounts."""
    return open_books(cast, today)


def test_a_receipt_then_a_distribution(books: Books) -> None:
    books.post(PostingKind.RECEIPT, (books.outside, books.collective, 86_400), key="receipt:1")
    books.post(
        PostingKind.DISTRIBUTION,
        (books.collective, books.amina, 22_997),
        (books.collective, books.lea, 18_168),
        (books.collective, books.host, 7_879),
        key="distribution:1",
        day=AFTER,
    )
    assert balance_of(books.amina.pk) == 22_997
    assert balance_of(books.amina.pk, DAY) == 0
    assert balance_of(books.collective.pk) == 86_400 - 22_997 - 18_168 - 7_879
    assert balance_of(books.outside.pk) == -86_400


@FAKES
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 10**12), st.integers(0, 20)), max_size=25),
    st.integers(1, 6),
)
def test_any_moves_balance_and_pages_tell_them_all(
    books: Books, moves: list[tuple[int, int, int, int]], size: int
) -> None:
    with transaction.atomic():
        accounts = [books.outside, books.collective, books.host, books.amina, books.lea]
        expected = dict.fromkeys((each.pk for each in accounts), 0)
        for rank, (source, target, cents, days) in enumerate(moves):
            one, other = accounts[source], accounts[target]
            held = {"collective": 0} if one.is_outside else expected
            if source == target or (not one.is_outside and held[one.pk] < cents):
                continue
            day = DAY + datetime.timedelta(days=days)
            books.post(PostingKind.TRANSFER, (one, other, cents), key=f"any:{rank}", day=day)
            expected[one.pk] -= cents
            expected[other.pk] += cents
        assert balances_of(list(expected)) == expected
        assert sum(expected.values()) == 0
        for account in accounts:
            tell_it_all(account, size)
        transaction.set_rollback(True)


def tell_it_all(account: Account, size: int) -> None:
    """Page by page, each movement once, each with the balance it left, down to nothing."""
    seen, before, left = [], None, balance_of(account.pk)
    while True:
        page = statement(account, before=before, size=size)
        assert page.balance == balance_of(account.pk)
        for each in page.movements:
            assert each.balance == left
            left -= each.cents
            seen.append(each.id)
        if page.older is None:
            break
        before = page.older
    assert left == 0
    assert len(seen) == len(set(seen)) == account.given.count() + account.received.count()


def test_the_same_thing_is_written_once(books: Books) -> None:
    books.post(PostingKind.RECEIPT, (books.outside, books.collective, 100), key="receipt:1")
    with pytest.raises(ValidationError, match="déjà écrite"):
        books.post(PostingKind.RECEIPT, (books.outside, books.collective, 100), key="receipt:1")
    assert balance_of(books.collective.pk) == 100


def test_nobody_draws_more_than_they_hold(books: Books) -> None:
    books.post(PostingKind.RECEIPT, (books.outside, books.amina, 5_000), key="receipt:1")
    with pytest.raises(ValidationError) as refusal:
        books.post(PostingKind.PAY, (books.amina, books.outside, 5_001), key="pay:1")
    assert "n'a que 50,00" in refusal.value.messages[0]
    assert "il manque 0,01" in refusal.value.messages[0]
    books.post(PostingKind.PAY, (books.amina, books.outside, 5_000), key="pay:1")
    assert balance_of(books.amina.pk) == 0


def test_a_mistake_is_undone_beside_and_once(books: Books) -> None:
    paid = books.post(PostingKind.OPENING, (books.outside, books.amina, 5_000), key="receipt:1")
    books.post(PostingKind.TRANSFER, (books.amina, books.outside, 4_000), key="pay:1")
    reverse(books.actor, paid, AFTER, now=NOW, reason="Chèque refusé")
    assert balance_of(books.amina.pk) == -4_000
    assert balance_of(books.amina.pk, DAY) == 1_000
    with pytest.raises(ValidationError, match="déjà écrite"):
        reverse(books.actor, paid, AFTER, now=NOW, reason="Encore")
    with pytest.raises(ValidationError, match="ne s'annule pas"):
        reverse(books.actor, paid.reversed_by, AFTER, now=NOW, reason="Encore")
    call_command("ledger", "check")


def test_accounts_of_another_kpa_closed_or_not_yet_open_are_refused(books: Books) -> None:
    theirs = account_for(books.cast.other_kpa, AccountKind.COLLECTIVE, DAY)
    with pytest.raises(ValidationError, match="n'est pas de ce KPA"):
        books.post(PostingKind.TRANSFER, (books.outside, theirs, 1), key="a")
    with pytest.raises(ValidationError, match="n'est ouvert que"):
        books.post(PostingKind.TRANSFER, (books.outside, books.amina, 1), key="b", day=datetime.date(2025, 1, 1))
    Account.objects.filter(pk=books.amina.pk).update(closed_on=DAY)
    with pytest.raises(ValidationError, match="est clos depuis"):
        books.post(PostingKind.TRANSFER, (books.outside, books.amina, 1), key="c", day=AFTER)
    assert not Posting.objects.exists()


@pytest.mark.parametrize(
    ("moves", "words"),
    [([], "rien à écrire"), ([Move(1, 2, 0)], "strictement positive"), ([Move(1, 1, 5)], "d'un compte à un autre")],
)
def test_what_moves_nothing_is_refused(moves: list[Move], words: str) -> None:
    assert any(words in each for each in rules.problems(moves))


@given(st.lists(st.builds(Move, st.integers(1, 5), st.integers(6, 9), st.integers(1, 10**15))))
def test_undoing_undoes_everything(moves: list[Move]) -> None:
    there, back = rules.net(moves), rules.net(rules.reversed_(moves))
    assert sum(there.values()) == 0
    assert all(there[each] + back[each] == 0 for each in there)


@pytest.mark.parametrize("table", ["ledger_posting", "ledger_transfer"])
@pytest.mark.parametrize("statement_", ["UPDATE {} SET day = '2020-01-01'", "DELETE FROM {}"])
def test_the_database_refuses_changes(books: Books, table: str, statement_: str) -> None:
    books.post(PostingKind.RECEIPT, (books.outside, books.collective, 100), key="receipt:1")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement_.format(table))
    assert Transfer.objects.get().day == DAY


def test_the_proof_sees_what_was_done_behind_its_back(books: Books, capsys: Any) -> None:
    paid = books.post(PostingKind.OPENING, (books.outside, books.amina, 5_000), key="receipt:1")
    reverse(books.actor, paid, AFTER, now=NOW, reason="Erreur")
    call_command("ledger", "check")
    assert "5 comptes, 2 opérations, 2 mouvements" in capsys.readouterr().out
    with lifted():
        Transfer.objects.filter(posting=paid).update(cents=6_000, day=AFTER)
        Posting.objects.create(kpa=books.cast.kpa, kind="transfer", day=DAY, key="x", posted_at=NOW)
    with pytest.raises(CommandError, match="anomalies"):
        call_command("ledger", "check")
    said = capsys.readouterr().err
    assert "aucun mouvement" in said
    assert "n'a pas la date" in said
    assert "ne défait pas exactement" in said


def test_a_page_takes_the_same_queries_however_long_the_account(books: Books) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            statement(books.collective, size=10)
        return len(captured)

    books.post(PostingKind.RECEIPT, (books.outside, books.collective, 100), key="one")
    few = queries()
    for rank in range(30):
        books.post(PostingKind.RECEIPT, (books.outside, books.collective, 100), key=f"more:{rank}")
    assert queries() == few <= 6
