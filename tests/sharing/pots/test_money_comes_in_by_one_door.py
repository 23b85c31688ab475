"""Money enters and leaves a pot by one function: once, never more than came, and nothing vanishes."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.ledger.models import Account, Posting, balance_of
from maille.ledger.models.proving import faults
from maille.network.access import actor_for
from maille.sharing.actions.receipts import Money, correct_receipt, receive
from maille.sharing.models import Receipt
from maille.sharing.models.money_in import Received, received, turnover_of
from tests.cast import Cast
from tests.sharing.pots.help import DAY, NOW, Buffet, job_of, make_buffet

FAKES = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
YEAR = (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """The buffet, with nothing received yet."""
    return make_buffet(cast, today)


def pot_of(buffet: Buffet) -> int:
    """What its pot holds."""
    return balance_of(Account.objects.get(job=buffet.job, kind="pot").pk)


def test_a_receipt_fills_the_pot_without_its_tax(buffet: Buffet) -> None:
    written = buffet.receive(86_400, tax=8_640, payer="Centre social de l'Alma", reference="Chèque 12")
    assert (written.cents, written.tax, written.kpa_id) == (86_400, 8_640, buffet.cast.kpa.pk)
    assert written.posting.kind == "receipt"
    assert pot_of(buffet) == 86_400
    assert received([buffet.job.pk]) == {buffet.job.pk: Received(86_400, 8_640, DAY)}
    assert list(faults()) == []


def test_the_same_form_sent_twice_writes_once(buffet: Buffet) -> None:
    one, other = (buffet.receive(10_000, key="abc") for _ in range(2))
    assert one == other
    assert Posting.objects.count() == 1
    assert buffet.receive(10_000, key="def") != one
    other_job = job_of(buffet.cast.kpa, "Autre")
    receive(buffet.actor, other_job, "receipt", 10_000, 0, DAY, now=NOW, key="abc")
    assert received([buffet.job.pk, other_job.pk])[other_job.pk].cents == 10_000


def test_a_refund_goes_back_even_from_a_shared_pot(buffet: Buffet) -> None:
    buffet.receive(10_000, tax=1_000)
    buffet.receive(2_500, "refund", tax=250)
    buffet.receive(7_500, "bad_debt", tax=750)
    assert pot_of(buffet) == 0
    assert received([buffet.job.pk])[buffet.job.pk] == Received(0, 0, DAY)
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("cents", "tax", "kind", "field"),
    [
        (0, 0, "receipt", "cents"),
        (100, -1, "receipt", "tax"),
        (10_001, 0, "refund", "cents"),
        (10_001, 0, "bad_debt", "cents"),
        (5_000, 1_001, "refund", "tax"),
    ],
)
def test_it_refuses_beside_the_field(buffet: Buffet, cents: int, tax: int, kind: str, field: str) -> None:
    buffet.receive(10_000, tax=1_000)
    with pytest.raises(ValidationError) as refused:
        buffet.receive(cents, kind, tax=tax)
    assert list(refused.value.message_dict) == [field]
    assert pot_of(buffet) == 10_000


def test_a_day_to_come_is_refused(buffet: Buffet, today: datetime.date) -> None:
    with pytest.raises(ValidationError) as refused:
        buffet.receive(received_on=today + datetime.timedelta(days=1), invoiced_on=today + datetime.timedelta(days=1))
    assert set(refused.value.message_dict) == {"received_on", "invoiced_on"}


def test_a_correction_is_not_a_way_in(buffet: Buffet) -> None:
    with pytest.raises(ValidationError, match="Choisissez une recette"):
        buffet.receive(100, "correction")


def test_a_correction_keeps_all_three(buffet: Buffet, today: datetime.date) -> None:
    wrong = buffet.receive(86_400, tax=8_640, invoiced_on=datetime.date(2026, 6, 1))
    right = correct_receipt(
        buffet.actor, wrong, Money(Receipt.Kind.RECEIPT, 68_400, 6_840, DAY), now=NOW, reason="Chiffres inversés"
    )
    lines = list(Receipt.objects.filter(job=buffet.job).order_by("pk"))
    assert [each.cents for each in lines] == [86_400, -86_400, 68_400]
    assert lines[1].corrects == wrong
    assert lines[1].posting.reverses == wrong.posting
    assert [each.received_on for each in lines] == [DAY, DAY, DAY]
    assert [each.posting.day for each in lines] == [DAY, today, today]
    assert right == lines[2]
    assert pot_of(buffet) == 68_400
    assert received([buffet.job.pk])[buffet.job.pk] == Received(68_400, 6_840, DAY)
    with pytest.raises(ValidationError, match="déjà corrigée"):
        correct_receipt(buffet.actor, wrong, None, now=NOW)
    with pytest.raises(ValidationError, match="ne se corrige pas"):
        correct_receipt(buffet.actor, lines[1], None, now=NOW)
    assert list(faults()) == []


def test_a_correction_sent_twice_is_written_once(buffet: Buffet) -> None:
    wrong = buffet.receive(86_400)
    right = Money(Receipt.Kind.RECEIPT, 68_400, 0, DAY)
    one, other = (correct_receipt(buffet.actor, wrong, right, now=NOW, key="k") for _ in range(2))
    assert one == other
    assert pot_of(buffet) == 68_400


def test_a_receipt_never_there_is_taken_away(buffet: Buffet) -> None:
    wrong = buffet.receive(86_400)
    gone = correct_receipt(buffet.actor, wrong, None, now=NOW, reason="Autre prestation")
    assert gone.cents == -86_400
    assert received([buffet.job.pk])[buffet.job.pk] == Received(0, 0, None)


def test_a_correction_leaves_no_refund_in_the_air(buffet: Buffet) -> None:
    wrong = buffet.receive(10_000)
    buffet.receive(6_000, "refund")
    for right in (None, Money(Receipt.Kind.RECEIPT, 5_000, 0, DAY)):
        with pytest.raises(ValidationError, match="Corrigez d'abord"), transaction.atomic():
            correct_receipt(buffet.actor, wrong, right, now=NOW)
    assert pot_of(buffet) == 4_000
    correct_receipt(buffet.actor, wrong, Money(Receipt.Kind.RECEIPT, 6_000, 0, DAY), now=NOW)
    assert pot_of(buffet) == 0


def test_only_who_writes_there_may(buffet: Buffet, today: datetime.date) -> None:
    charlie = actor_for(buffet.cast.charlie, None, today)
    with pytest.raises(PermissionDenied):
        receive(charlie, buffet.job, "receipt", 100, 0, DAY, now=NOW)
    written = buffet.receive(100)
    with pytest.raises(PermissionDenied):
        correct_receipt(charlie, written, None, now=NOW)


def test_turnover_by_receipt_or_by_invoice(buffet: Buffet) -> None:
    buffet.receive(10_000, invoiced_on=datetime.date(2025, 12, 20))
    buffet.receive(5_000)
    buffet.receive(1_000, "refund")
    kpa, other = buffet.cast.kpa.pk, buffet.cast.other_kpa.pk
    assert turnover_of([kpa, other], *YEAR) == {kpa: 14_000, other: 0}
    assert turnover_of([kpa, other], *YEAR, by="invoice") == {kpa: 4_000, other: 0}
    assert turnover_of([kpa], datetime.date(2025, 1, 1), datetime.date(2025, 12, 31), by="invoice") == {kpa: 10_000}


@pytest.mark.parametrize("statement", ["UPDATE sharing_receipt SET cents = 1", "DELETE FROM sharing_receipt"])
def test_the_database_refuses_to_change_a_receipt(buffet: Buffet, statement: str) -> None:
    buffet.receive()
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@FAKES
@given(st.lists(st.tuples(st.sampled_from(["receipt", "refund", "bad_debt", "fix", "undo"]), st.integers(1, 10**7),
                          st.integers(0, 10**6)), max_size=15))  # fmt: skip
def test_whatever_comes_and_goes_the_pot_adds_up(buffet: Buffet, lines: list[tuple[str, int, int]]) -> None:
    """Pot = receipts − refunds = the books, tax apart, never below zero before anything is shared."""
    with transaction.atomic():
        cents = taxes = 0
        standing: list[Receipt] = []
        for kind, amount, tax in lines:
            try:
                with transaction.atomic():
                    if kind in ("fix", "undo"):
                        if not standing:
                            continue
                        old = standing[-1]
                        money = Money(Receipt.Kind(old.kind), amount, tax, DAY) if kind == "fix" else None
                        new = correct_receipt(buffet.actor, old, money, now=NOW)
                        standing.pop()
                        cents, taxes = cents - old.cents, taxes - old.tax
                        if money is None:
                            continue
                    else:
                        new = buffet.receive(amount, kind, tax=tax)
            except ValidationError:
                continue
            standing.append(new)
            cents, taxes = cents + new.cents, taxes + new.tax
        told = received([buffet.job.pk])[buffet.job.pk]
        assert (told.cents, told.tax) == (cents, taxes)
        assert cents >= 0
        assert taxes >= 0
        pot = Account.objects.filter(job=buffet.job).first()
        assert (balance_of(pot.pk) if pot else 0) == cents
        assert turnover_of([buffet.cast.kpa.pk], *YEAR)[buffet.cast.kpa.pk] == cents
        assert list(faults()) == []
        transaction.set_rollback(True)
