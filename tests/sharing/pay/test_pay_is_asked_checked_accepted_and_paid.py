"""A request from the phone to the payslip; never beyond the balance, never changed."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.ledger.actions import reverse
from maille.ledger.models import Posting, balance_of
from maille.ledger.models.proving import faults
from maille.sharing.actions import pay, payslips
from maille.sharing.models import PayEvent, PayRequest, Payslip
from maille.sharing.models.pay_money import money_of, state_of
from maille.sharing.rules.pay import Step
from tests.cast import Cast
from tests.sharing.pay.help import (
    JUNE,
    NOW,
    TODAY,
    D,
    accepted,
    asked,
    by,
    give,
    paid,
    participant,
    slip,
    twentieth,
    user_of,
)


@pytest.fixture
def house(cast: Cast) -> Cast:
    """La Cape, with a calendar and 300 € for Amina."""
    twentieth(cast)
    give(cast, participant(cast, cast.amina), 300_00, "opening:amina")
    return cast


def test_from_the_phone_to_the_payslip(house: Cast) -> None:
    amina, user = participant(house, house.amina), user_of(house, house.amina)
    request = pay.ask(by(user), amina, pay=120_00, keeps_for="la machine", now=NOW)
    assert (request.month, request.host, request.on_behalf) == (JUNE, house.host, False)
    assert money_of(amina.pk).available == 180_00
    pay.check(by(house.fanny), request, now=NOW)
    pay.accept(by(house.karim), request, now=NOW)
    made = paid(house, amina, JUNE, slip(120_00, 90_00, 71_00, reference="B-6"))
    assert state_of(request) == Step.PAID
    assert made.posting is not None
    assert balance_of(amina.accounts.get().pk) == 180_00
    assert money_of(amina.pk).available == 180_00
    assert not list(faults())


def test_after_the_cut_off_it_is_for_the_next_month(house: Cast) -> None:
    request = asked(house, participant(house, house.amina), 10_00, D(2026, 6, 21))
    assert request.month == D(2026, 7, 1)
    assert request.on_behalf


def test_everything_is_what_is_left(house: Cast) -> None:
    amina = participant(house, house.amina)
    asked(house, amina, 100_00)
    request = asked(house, amina, None, D(2026, 6, 21))
    assert request.pay == 200_00


def test_nothing_asked_is_a_request_too_and_posts_nothing(house: Cast) -> None:
    amina = participant(house, house.amina)
    request = accepted(house, amina, 0, keeps_for="le camion")
    made = paid(house, amina, JUNE, slip(0))
    assert (made.posting, made.request) == (None, request)
    assert state_of(request) == Step.PAID


def test_a_line_at_nothing_without_any_request(house: Cast) -> None:
    lea = participant(house, house.lea)
    made = paid(house, lea, JUNE, slip(0))
    assert made.request is None
    with pytest.raises(ValidationError, match="déjà noté"):
        paid(house, lea, JUNE, slip(0))
    with pytest.raises(ValidationError, match="aucune demande"):
        paid(house, participant(house, house.yanis), JUNE, slip(10_00))


def test_one_request_a_month(house: Cast) -> None:
    amina = participant(house, house.amina)
    request = asked(house, amina, 10_00)
    with pytest.raises(ValidationError, match="déjà une demande pour juin 2026"):
        asked(house, amina, 20_00)
    pay.withdraw(by(house.fanny), request, now=NOW)
    assert asked(house, amina, 20_00).pk != request.pk


def test_a_checked_request_is_not_withdrawn_any_more(house: Cast) -> None:
    amina = participant(house, house.amina)
    request = asked(house, amina, 10_00)
    pay.check(by(house.fanny), request, now=NOW)
    with pytest.raises(ValidationError, match="déjà vérifiée"):
        pay.withdraw(by(house.fanny), request, now=NOW)
    with pytest.raises(ValidationError, match="Expliquez pourquoi"):
        pay.send_back(by(house.karim), request, "  ", now=NOW)
    event = pay.send_back(by(house.karim), request, "Il manque une facture.", now=NOW)
    assert event.note == "Il manque une facture."
    assert money_of(amina.pk).available == 300_00
    asked(house, amina, 5_00)


def test_beyond_the_balance_is_refused_with_the_amount(house: Cast) -> None:
    with pytest.raises(ValidationError, match="au plus 300,00"):
        asked(house, participant(house, house.amina), 300_01)


def test_a_balance_gone_meanwhile_is_said_at_acceptance(house: Cast) -> None:
    amina = participant(house, house.amina)
    request = asked(house, amina, 250_00)
    pay.check(by(house.fanny), request, now=NOW)
    opening = Posting.objects.get(key="opening:amina")
    reverse(by(house.fanny), opening, TODAY, now=NOW, reason="erreur")
    with pytest.raises(ValidationError, match="Le solde ne suffit plus"):
        pay.accept(by(house.karim), request, now=NOW)


def test_who_may(house: Cast) -> None:
    amina, user = participant(house, house.amina), user_of(house, house.amina)
    request = pay.ask(by(user), amina, pay=10_00, now=NOW)
    lea = participant(house, house.lea)
    with pytest.raises(PermissionDenied):
        pay.ask(by(user), lea, pay=0, now=NOW)
    for stranger in (house.charlie, user):
        with pytest.raises(PermissionDenied):
            pay.check(by(stranger), request, now=NOW)
    pay.check(by(house.fanny), request, now=NOW)
    with pytest.raises(PermissionDenied):
        pay.accept(by(house.fanny), request, now=NOW)
    pay.accept(by(house.karim), request, now=NOW)
    with pytest.raises(PermissionDenied):
        payslips.record(by(house.fanny), amina, JUNE, slip(10_00), now=NOW)
    with pytest.raises(PermissionDenied):
        pay.send_back(by(house.fanny), request, "Non.", now=NOW)


def test_a_correction_keeps_both_and_the_books_whole(house: Cast) -> None:
    amina = participant(house, house.amina)
    accepted(house, amina, 120_00)
    wrong = paid(house, amina, JUNE, slip(120_00))
    right = payslips.correct(by(house.karim), wrong, slip(100_00), "Cotisations revues", now=NOW)
    assert balance_of(amina.accounts.get().pk) == 200_00
    assert list(Payslip.objects.standing()) == [right]
    again = payslips.correct(by(house.karim), right, slip(0), "Paie annulée", now=NOW)
    assert balance_of(amina.accounts.get().pk) == 300_00
    with pytest.raises(ValidationError, match="vient d'être corrigé"):
        payslips.correct(by(house.karim), right, slip(0), "Encore", now=NOW)
    assert again.posting is None
    assert not list(faults())


def test_more_than_asked_but_never_beyond(house: Cast) -> None:
    amina = participant(house, house.amina)
    accepted(house, amina, 120_00)
    accepted(house, amina, 100_00, D(2026, 6, 21))
    with pytest.raises(ValidationError, match="il manque 1,00"):
        paid(house, amina, JUNE, slip(201_00))
    assert paid(house, amina, JUNE, slip(200_00)).cost == 200_00


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (slip(10, 11, 5), "gross"),
        (slip(10, 9, 10), "net"),
        (slip(10, paid_on=D(2026, 6, 16)), "paid_on"),
        (slip(10, paid_on=D(2026, 5, 16)), "paid_on"),
    ],
)
def test_a_payslip_that_cannot_be(house: Cast, typed: Any, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        paid(house, participant(house, house.amina), JUNE, typed)
    assert field in refused.value.message_dict


def test_events_and_payslips_never_change(house: Cast) -> None:
    accepted(house, participant(house, house.amina), 0)
    paid(house, participant(house, house.amina), JUNE, slip(0))
    for model in (PayEvent, Payslip):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(note="x")
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        PayEvent.objects.create(request=PayRequest.objects.get(), what="returned", on=TODAY, at=NOW)


VERBS = st.tuples(
    st.sampled_from(["ask", "withdraw", "check", "accept", "back", "pay", "correct"]),
    st.integers(0, 400),
    st.booleans(),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(VERBS, max_size=25))
def test_whatever_happens_nothing_is_drawn_beyond_the_balance(house: Cast, done: list[tuple[str, int, bool]]) -> None:
    """Requests and payslips in any order, of two months: the balance stays, and covers what was accepted."""
    point = transaction.savepoint()
    amina = participant(house, house.amina)
    for verb, euros, later in done:
        month, day = (D(2026, 7, 1), D(2026, 6, 25)) if later else (JUNE, TODAY)
        cents = euros * 100
        try:
            one_of(verb, house, amina, month, day, cents)
        except (ValidationError, IndexError):
            continue
        money = money_of(amina.pk)
        assert money.balance >= 0
        assert money.accepted <= money.balance
        assert money.waiting <= money.balance or verb in {"pay", "correct"}
        assert money.balance == 300_00 - sum(each.cost + each.refund for each in Payslip.objects.standing())
    transaction.savepoint_rollback(point)


def one_of(verb: str, house: Cast, amina: Any, month: D, day: D, cents: int) -> None:
    """One thing that somebody does, when it may be done."""
    requests = list(PayRequest.objects.filter(month=month).standing())
    if verb == "ask":
        pay.ask(by(house.fanny, day), amina, pay=cents, now=NOW)
    elif verb == "pay":
        payslips.record(by(house.karim, D(2026, 7, 3)), amina, month, slip(cents, paid_on=D(2026, 7, 2)), now=NOW)
    elif verb == "correct":
        known = list(Payslip.objects.filter(month=month).standing()).pop()
        payslips.correct(by(house.karim, D(2026, 7, 3)), known, slip(cents, paid_on=D(2026, 7, 2)), "x", now=NOW)
    elif verb == "back":
        pay.send_back(by(house.karim), requests[0], "Non.", now=NOW)
    else:
        act = {"withdraw": pay.withdraw, "check": pay.check, "accept": pay.accept}[verb]
        act(by(house.karim if verb == "accept" else house.fanny), requests[0], now=NOW)
