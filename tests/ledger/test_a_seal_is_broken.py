"""Whoever owns the database drops the refusal, changes a cent and puts it back: `./maille ledger check` tells it."""

import datetime
from collections.abc import Callable, Sequence
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from maille.activities.actions.participants import participant_for
from maille.identity.append_only import lifted
from maille.ledger.actions import Words, reverse
from maille.ledger.models import Posting, Transfer
from maille.ledger.models.proving import faults, last_seal
from maille.ledger.rules.kinds import PostingKind
from maille.ledger.rules.seals import Owner, Sealed, seal
from tests.cast import Cast
from tests.ledger.help import DAY, NOW, Books, open_books


@pytest.fixture
def books(cast: Cast, today: datetime.date) -> Books:
    """An opening balance, three transfers, one of them undone: kinds that nothing else but the books tells."""
    books = open_books(cast, today)
    books.post(PostingKind.OPENING, (books.outside, books.amina, 5_000), (books.outside, books.lea, 700), key="opening")
    books.post(
        PostingKind.TRANSFER, (books.amina, books.collective, 1_200), key="transfer:1", words=Words("Four", "Amina")
    )
    undone = books.post(PostingKind.TRANSFER, (books.amina, books.lea, 300), key="transfer:2")
    reverse(books.actor, undone, DAY, now=NOW, reason="Erreur")
    books.post(PostingKind.TRANSFER, (books.lea, books.host, 100), key="transfer:3")
    return books


def sql(*statements: str) -> None:
    """As the owner of the database does, behind the application's back."""
    with lifted(), connection.cursor() as cursor:
        for each in statements:
            cursor.execute(each)


def first() -> int:
    """The opening balance."""
    return Posting.objects.earliest("pk").pk


def swap_owners(books: Books) -> None:
    """The account of one becomes that of somebody else."""
    other = participant_for(books.cast.kpa, person=books.cast.yanis)
    sql(f"UPDATE ledger_account SET participant_id = {other.pk} WHERE id = {books.amina.pk}")


def sealed_again(books: Books) -> None:
    """A cent changed, and its seal made again with Maille's own code: the one that follows is broken."""
    sql(f"UPDATE ledger_transfer SET cents = cents + 1 WHERE posting_id = {first()} AND target_id = {books.amina.pk}")
    posting = Posting.objects.prefetch_related("transfers__source", "transfers__target").get(pk=first())
    moves = [(each.source.owner, each.target.owner, each.cents) for each in posting.transfers.all()]
    sql(f"UPDATE ledger_posting SET seal = '{seal(posting.said(''), moves)}' WHERE id = {first()}")


TAMPERINGS: dict[str, tuple[Callable[[Books], object], str]] = {
    "a cent": (lambda b: sql("UPDATE ledger_transfer SET cents = cents + 1 WHERE cents = 700"), "changée depuis"),
    "a cent from one to another": (
        lambda b: sql(
            "UPDATE ledger_transfer SET cents = 4999 WHERE cents = 5000",
            "UPDATE ledger_transfer SET cents = 701 WHERE cents = 700",
        ),
        "changée depuis",
    ),
    "who receives": (
        lambda b: sql(f"UPDATE ledger_transfer SET target_id = {b.lea.pk} WHERE cents = 5000"),
        "changée depuis",
    ),
    "which way": (
        lambda b: sql(f"UPDATE ledger_transfer SET source_id = {b.host.pk}, target_id = {b.lea.pk} WHERE cents = 100"),
        "changée depuis",
    ),
    "whose account": (swap_owners, "changée depuis"),
    "the day, everywhere": (
        lambda b: sql(
            f"UPDATE ledger_transfer SET day = '2026-05-01' WHERE posting_id = {first()}",
            f"UPDATE ledger_posting SET day = '2026-05-01' WHERE id = {first()}",
        ),
        "changée depuis",
    ),
    "the day of a movement": (
        lambda b: sql(f"UPDATE ledger_transfer SET day = '2026-05-01' WHERE posting_id = {first()}"),
        "n'a pas la date de son opération",
    ),
    "the kind": (
        lambda b: sql(f"UPDATE ledger_posting SET kind = 'transfer' WHERE id = {first()}"),
        "changée depuis",
    ),
    "the figures told": (
        lambda b: sql(f"UPDATE ledger_posting SET facts = '{{\"net\": 1}}' WHERE id = {first()}"),
        "changée depuis",
    ),
    "who wrote it": (
        lambda b: sql(f"UPDATE ledger_posting SET posted_by_id = NULL WHERE id = {first()}"),
        "changée depuis",
    ),
    "what it undoes": (
        lambda b: sql("UPDATE ledger_posting SET reverses_id = NULL WHERE kind = 'reversal'"),
        "n'annule rien",
    ),
    "a movement taken out": (
        lambda b: sql("DELETE FROM ledger_transfer WHERE cents = 700"),
        "changée depuis",
    ),
    "a movement slipped in": (
        lambda b: sql(
            "INSERT INTO ledger_transfer (posting_id, source_id, target_id, cents, day) "
            f"VALUES ({first()}, {b.outside.pk}, {b.amina.pk}, 5, '{DAY}')"
        ),
        "changée depuis",
    ),
    "a whole posting taken out": (
        lambda b: sql(
            f"DELETE FROM ledger_transfer WHERE posting_id = {first()}",
            f"DELETE FROM ledger_posting WHERE id = {first()}",
        ),
        "a disparu",
    ),
    "a whole posting slipped in": (
        lambda b: sql(
            "INSERT INTO ledger_posting (kpa_id, kind, day, key, facts, posted_at, seal) "
            f"VALUES ({b.cast.kpa.pk}, 'opening', '{DAY}', 'x', '{{}}', '2026-06-15 09:00:00', '')",
            "INSERT INTO ledger_transfer (posting_id, source_id, target_id, cents, day) SELECT MAX(id), "
            f"{b.outside.pk}, {b.amina.pk}, 100, '{DAY}' FROM ledger_posting",
        ),
        "n'a pas de sceau",
    ),
    "the seals taken off": (lambda b: sql("UPDATE ledger_posting SET seal = ''"), "n'a pas de sceau"),
    "the seal made again": (sealed_again, "ou le sceau de celle d'avant"),
}


def test_nothing_is_wrong_before(books: Books) -> None:
    assert list(faults()) == []
    told = StringIO()
    call_command("ledger", "check", stdout=told)
    assert last_seal() in told.getvalue()


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_tampering_is_named(what: str, books: Books) -> None:
    tamper, words = TAMPERINGS[what]
    tamper(books)
    told = list(faults())
    assert any(words in each for each in told), told
    with pytest.raises(CommandError):
        call_command("ledger", "check", stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize("cents", [0, -1])
def test_a_row_that_moves_nothing_is_refused_even_of_the_owner(books: Books, cents: int) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(f"UPDATE ledger_transfer SET cents = {cents} WHERE cents = 700")


def test_a_refused_posting_breaks_no_seal(books: Books) -> None:
    for _ in range(2):
        with pytest.raises(Exception, match="déjà écrite"):
            books.post(PostingKind.TRANSFER, (books.amina, books.lea, 1), key="transfer:3")
    books.post(PostingKind.TRANSFER, (books.amina, books.lea, 1), key="transfer:4")
    assert list(faults()) == []
    assert Transfer.objects.count() == 7


OWNERS = st.builds(
    Owner,
    st.integers(1, 4),
    st.sampled_from(["individual", "pot"]),
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1, 3),
)
SAID = st.builds(
    Sealed,
    st.integers(1, 3),
    st.sampled_from(["opening", "pay"]),
    st.dates(),
    st.text(max_size=5),
    st.dictionaries(st.text(max_size=3), st.none() | st.integers() | st.text(max_size=3), max_size=2),
    st.none() | st.integers(1, 9),
    st.datetimes(timezones=st.just(datetime.UTC)),
    st.none() | st.integers(1, 9),
    st.none() | st.integers(1, 9),
    st.text(max_size=3),
)
MOVES = st.lists(st.tuples(OWNERS, OWNERS, st.integers(1, 10**15)), max_size=4)


@given(SAID, MOVES, SAID, MOVES)
def test_two_postings_have_one_seal_only_when_they_say_the_same(
    said: Sealed, moves: Sequence[tuple[Owner, Owner, int]], other: Sealed, others: Sequence[tuple[Owner, Owner, int]]
) -> None:
    same = said == other and sorted(map(str, moves)) == sorted(map(str, others))
    assert (seal(said, moves) == seal(other, others)) == same
    assert seal(said, moves) == seal(said, [*reversed(moves)])
