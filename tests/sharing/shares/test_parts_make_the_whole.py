"""Shared in several parts or at once, in any order: the same totals. And nothing stored names anybody."""

import datetime
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.journeys.actions.rights.forgetting import anonymise
from maille.ledger.actions import post
from maille.ledger.models import Account, Posting, balance_of
from maille.ledger.rules.kinds import PostingKind
from maille.ledger.rules.moves import Move
from maille.sharing.actions import disagreements
from maille.sharing.actions.approvals import approve
from maille.sharing.actions.distributions import counter, last_standing, propose
from maille.sharing.models import Distribution, DistributionEvent, DistributionLine
from maille.sharing.models.lines import totals_of
from maille.sharing.views.told_shares import shares_of
from tests.cast import Cast
from tests.sharing.pots.help import NOW, Buffet, make_buffet
from tests.sharing.shares.help import adopt, agree, agreed, balances, gave, named, shared, spent, the_buffet

FAKES = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
PEOPLE = ("amina", "lea", "yanis", "fanny")
ROLES = ("cuisine", "livraison", "coordination")
SHARE = ("share",)

event = st.one_of(
    st.tuples(st.just("receipt"), st.integers(1, 90_000)),
    st.tuples(st.just("gave"), st.sampled_from(PEOPLE), st.integers(1, 600), st.sampled_from(ROLES), st.booleans()),
    st.tuples(st.just("spent"), st.sampled_from([*PEOPLE, ""]), st.integers(1, 20_000)),
    st.just(SHARE),
)


def live(buffet: Buffet, events: list[tuple[Any, ...]]) -> dict[str, int]:
    """Let all of it happen, shared wherever it says so and at the end; what accounts hold of the job."""
    for kind, *facts in [*events, SHARE]:
        if kind == "receipt":
            buffet.receive(facts[0])
        elif kind == "gave":
            whose, minutes, role, paid = facts
            gave(buffet.job, getattr(buffet, whose), buffet.roles[role], f"{minutes}/60", paid=paid)
        elif kind == "spent":
            spent(buffet.job, getattr(buffet, facts[0]) if facts[0] else None, facts[1])
        else:
            share_if_any(buffet)
    call_command("ledger", "check")
    return balances(buffet)


def share_if_any(buffet: Buffet) -> None:
    """Propose and approve, unless nothing would move."""
    try:
        found = propose(buffet.actor, buffet.job.pk, NOW)
    except ValidationError as refused:
        assert refused.code == "nothing", refused
        return
    approve(buffet.actor, found.pk, agreed(buffet, gives_back=True), NOW)


def world(cast: Cast, today: datetime.date) -> Buffet:
    """The buffet, empty, under the worked example's rule."""
    found = make_buffet(cast, today)
    agree(cast)
    adopt(cast.kpa)
    return found


@FAKES
@given(events=st.lists(event, max_size=12), data=st.data())
def test_in_parts_or_at_once_in_any_order(
    cast: Cast, today: datetime.date, events: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    events = [("receipt", 30_000), *events]
    other = data.draw(st.permutations([each for each in events if each != SHARE]))
    found = []
    for each in (events, other):
        with transaction.atomic():
            found.append(live(world(cast, today), list(each)))
            transaction.set_rollback(True)
    in_parts, at_once = found
    assert in_parts == at_once
    assert sum(at_once.values()) == sum(each[1] for each in events if each[0] == "receipt")


@FAKES
@given(st.lists(event, max_size=10))
def test_each_posting_moves_the_difference_and_reversing_all_restores(
    cast: Cast, today: datetime.date, events: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        buffet = world(cast, today)
        live(buffet, events)
        held: dict[str, int] = {}
        for each in Distribution.objects.standing().order_by("pk"):
            totals = totals_of([each.pk])[each.pk]
            posting = Posting.objects.get(kind="distribution", facts__distribution=each.pk)
            moved = sum(move.cents if move.source.kind == "pot" else -move.cents for move in posting.transfers.all())
            assert moved == sum(totals.values()) - sum(held.values())
            held = totals
        assert balances(buffet) == named(buffet, held)
        while (last := last_standing(buffet.job.pk)) is not None:
            counter(buffet.actor, last.pk, NOW, "essai")
        assert balances(buffet) == {}
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_anonymising_leaves_no_trace_in_what_is_shared(cast: Cast, today: datetime.date) -> None:
    buffet = the_buffet(cast, today)
    found = propose(buffet.actor, buffet.job.pk, NOW)
    disagreements.disagree(buffet.actor, found.pk, buffet.lea, "Léa Fontaine n'a pas ses heures.", NOW)
    disagreements.answer(buffet.actor, found.disagreements.get().pk, "Léa les a.", today)
    approve(buffet.actor, found.pk, agreed(buffet), NOW)
    kept = stored_of(found)
    assert "Fontaine" not in kept
    assert "Léa" not in kept
    paid_out(buffet)
    anonymise([cast.lea.pk], day=today, at=NOW, by_id=None, reason="essai")
    assert stored_of(found) == kept, "figures stay, to the cent"
    said = found.disagreements.get()
    assert "Fontaine" not in said.text + said.answer
    found = Distribution.objects.told().prefetch_related("lines").get(pk=found.pk)
    told = " ".join(each.name for each in shares_of(found, {}).people)
    assert "Fontaine" not in told
    assert sum(each.cents for each in shares_of(found, {}).rows) == 86_400


def paid_out(buffet: Buffet) -> None:
    """Léa drew all she had: with a balance, a file is not forgotten."""
    account = Account.objects.get(participant=buffet.lea)
    outside = Account.objects.get(kind="outside")
    move = Move(account.pk, outside.pk, balance_of(account.pk))
    post(buffet.actor, buffet.cast.kpa, PostingKind.PAY, buffet.actor.today, [move], key="pay:lea", now=NOW)


def stored_of(found: Distribution) -> str:
    """All that a distribution keeps, as text."""
    rows = [
        *Distribution.objects.filter(pk=found.pk).values(),
        *DistributionLine.objects.filter(distribution=found).values(),
        *DistributionEvent.objects.filter(distribution=found).values(),
        *Posting.objects.filter(facts__distribution=found.pk).values(),
    ]
    return json.dumps(rows, default=str, ensure_ascii=False)


@pytest.mark.django_db
def test_a_shortage_is_shared_by_the_adopted_rule(cast: Cast, today: datetime.date) -> None:
    """Field notes: 10 000 € in the pot for 15 000 € of recorded contributions."""
    buffet = make_buffet(cast, today)
    steps = [{"kind": "pay", "rate_per_hour": 1_000}]
    adopt(cast.kpa, {"shortage": "equal_losses", "steps": steps})
    for whose, hours in (("amina", "900"), ("lea", "450"), ("yanis", "150")):
        gave(buffet.job, getattr(buffet, whose), buffet.roles["cuisine"], hours)
    buffet.receive(1_000_000)
    shared(buffet)
    assert balances(buffet) == {"amina": 725_000, "lea": 275_000}
