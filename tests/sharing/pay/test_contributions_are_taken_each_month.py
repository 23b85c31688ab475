"""Fixed contributions: asked once, waived with why, owed rather than below zero; expenses given back are no pay."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from maille.ledger.models import balance_of
from maille.ledger.models.proving import faults
from maille.sharing.actions import fees
from maille.sharing.models import Fee
from maille.sharing.models.pay_money import PayMoney
from tests.cast import Cast
from tests.sharing.pay.help import (
    JUNE,
    MAY,
    NOW,
    SINCE,
    D,
    accepted,
    by,
    give,
    paid,
    participant,
    slip,
    under_contract,
)


@pytest.fixture
def house(cast: Cast) -> Cast:
    """30 € a month since May, waived for minimum benefits and the first six months."""
    for journey in (cast.amina_journey, cast.lea_journey, cast.yanis_journey):
        under_contract(journey, cast.fanny)
    fees.add_rule(
        by(cast.karim), cast.host, name="Portage", cents=30_00, valid_from=MAY, first_months_free=6,
        waived_statuses=["minimum"], now=NOW,
    )  # fmt: skip
    return cast


def test_the_preview_is_what_the_run_does(house: Cast) -> None:
    lea = participant(house, house.lea)
    fees.waive(by(house.fanny), lea, "minimum", SINCE, None, now=NOW)
    amina = participant(house, house.amina)
    give(house, amina, 50_00, "opening:1")
    plan = fees.preview(house.host, JUNE)
    assert [each.journey.person.first_name for each in plan.asked] == ["Amina"]
    assert {each.journey.person.first_name: each.waived for each in plan.waived} == {"Léa": "status", "Yanis": "first"}
    done = fees.run(by(house.karim), house.host, JUNE, now=NOW)
    assert (done.taken, done.owed, done.waived) == (1, 0, 2)
    assert balance_of(amina.accounts.get().pk) == 20_00
    again = fees.run(by(house.karim), house.host, JUNE, now=NOW)
    assert (again.taken, again.waived, Fee.objects.count()) == (0, 0, 3)
    assert not list(faults())


def test_an_account_that_cannot_pay_owes_and_pays_later_the_oldest_first(house: Cast) -> None:
    amina = participant(house, house.amina)
    give(house, amina, 29_99, "opening:1")
    assert fees.run(by(house.karim), house.host, MAY, now=NOW).owed == 2
    assert balance_of(amina.accounts.get().pk) == 29_99
    give(house, amina, 1_00, "opening:2")
    done = fees.run(by(house.karim), house.host, JUNE, now=NOW)
    assert (done.taken, done.owed) == (1, 3)
    assert Fee.objects.get(participant=amina, month=MAY).posting is not None
    assert Fee.objects.get(participant=amina, month=JUNE).posting is None
    assert balance_of(amina.accounts.get().pk) == 99


def test_a_month_to_come_a_stranger_and_a_rule_that_cannot_be(house: Cast) -> None:
    with pytest.raises(ValidationError, match="pas commencé"):
        fees.run(by(house.karim), house.host, D(2026, 7, 1), now=NOW)
    for user in (house.fanny, house.charlie):
        with pytest.raises(PermissionDenied):
            fees.run(by(user), house.host, JUNE, now=NOW)
    with pytest.raises(ValidationError):
        fees.add_rule(by(house.karim), house.host, name="x", cents=0, valid_from=D(2026, 6, 2), now=NOW)


def test_expenses_are_what_the_rule_gave_back_less_what_was_rendered() -> None:
    money = PayMoney(balance=100_00, waiting=30_00, waiting_refund=10_00, reimbursed=50_00, given_back=20_00)
    assert (money.available, money.refundable) == (70_00, 20_00)
    assert PayMoney(balance=5_00, reimbursed=50_00).refundable == 5_00


def test_a_contribution_takes_nothing_the_host_accepted_to_pay(house: Cast) -> None:
    amina = participant(house, house.amina)
    give(house, amina, 50_00, "opening:1")
    accepted(house, amina, 25_00)
    assert fees.run(by(house.karim), house.host, JUNE, now=NOW).taken == 0
    paid(house, amina, JUNE, slip(20_00))
    assert fees.run(by(house.karim), house.host, JUNE, now=NOW).taken == 1
    assert balance_of(amina.accounts.get().pk) == 0


@given(*[st.integers(0, 100_00)] * 5)
def test_what_is_free_leaves_what_is_promised(
    balance: int, accepted_: int, back: int, reimbursed: int, given_: int
) -> None:
    back = min(back, accepted_)
    money = PayMoney(
        balance=balance, accepted=accepted_, accepted_refund=back, reimbursed=reimbursed, given_back=given_
    )
    promised = accepted_ + max(reimbursed - given_ - back, 0)
    assert money.free == max(balance - promised, 0)
