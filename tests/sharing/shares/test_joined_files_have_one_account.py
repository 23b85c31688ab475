"""Two files of one person are joined around a distribution: all of her money is where she can ask for it."""

import datetime
import html

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from maille.activities.actions.participants import participant_for
from maille.activities.models import Participant
from maille.activities.models.participants import going_on
from maille.journeys.actions.merges import merge_people, undo_merge
from maille.journeys.actions.people import Identity, welcome
from maille.journeys.models import Person
from maille.ledger.models import Account, balance_of
from maille.ledger.models.proving import faults
from maille.network.access import actor_for
from maille.sharing.actions import pay, payslips
from maille.sharing.actions.approvals import approve as approve_
from maille.sharing.actions.distributions import counter, propose, simulate
from maille.sharing.models import PayRequest, Payslip
from maille.sharing.models.pay_money import money_of
from maille.ui.text import euros
from tests.cast import Cast
from tests.sharing.pay.help import accepted, by, paid, slip, user_of
from tests.sharing.pots.help import NOW, Buffet, make_buffet
from tests.sharing.shares.help import adopt, agreed, gave, shared, spent, the_buffet

D = datetime.date


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """With Léa typed twice, the second time in the other KPA; both her files worked here."""
    participant_for(cast.kpa, person=doubled(cast, today))  # the older number is the one that stops
    buffet = the_buffet(cast, today)
    gave(buffet.job, participant_for(cast.kpa, person=doubled(cast, today)), buffet.roles["cuisine"], "3")
    return buffet


def doubled(cast: Cast, today: datetime.date) -> Person:
    """Her second file, the same one each time."""
    known = Person.objects.filter(first_name="Lea-Rose").first()
    actor = actor_for(cast.odile, None, today)
    return (
        known or welcome(actor, Identity("Fontaine", "Lea-Rose", D(2001, 9, 30)), cast.other_kpa, D(2024, 1, 8)).person
    )


def held(participant: Participant) -> int:
    """What is on the account, 0 when there is none."""
    account = Account.objects.filter(participant=participant).first()
    return balance_of(account.pk) if account else 0


def test_somebody_typed_twice_has_one_equal_part(cast: Cast, today: datetime.date) -> None:
    """Seven hours under one file, three under the other: three people share in three."""
    participant_for(cast.kpa, person=doubled(cast, today))
    buffet = make_buffet(cast, today)
    adopt(cast.kpa, {"steps": [{"kind": "split", "keys": [{"key": "equal", "part": "100"}]}]})
    twice = participant_for(cast.kpa, person=doubled(cast, today))
    for who, hours in ((buffet.lea, "7"), (twice, "3"), (buffet.amina, "1"), (buffet.yanis, "1")):
        gave(buffet.job, who, buffet.roles["cuisine"], hours)
    spent(buffet.job, twice, 700)
    buffet.receive(30_000)
    assert simulate(buffet.job, today).result.totals[f"p{twice.pk}"] == 7_500
    merge_people(actor_for(cast.odile, None, today), cast.lea.pk, doubled(cast, today).pk, NOW)
    found = simulate(buffet.job, today)
    assert found.result.totals == {f"p{pk}": 10_000 for pk in (buffet.lea.pk, buffet.amina.pk, buffet.yanis.pk)}
    assert found.facts.expenses[0].to == f"p{buffet.lea.pk}"


def test_joined_twice_she_is_still_one(cast: Cast) -> None:
    first, second, third = (
        Participant.objects.create(kpa=cast.kpa, user=each) for each in (cast.fanny, cast.karim, cast.odile)
    )
    assert going_on(()) == {}
    first.joined_to, second.joined_to = second, third
    first.save()
    second.save()
    assert going_on({second.pk, third.pk}) == {second.pk: third.pk, third.pk: third.pk}


@pytest.mark.parametrize("when", ["before it is proposed", "before it is approved", "after"])
def test_money_reaches_the_account_that_goes_on(buffet: Buffet, when: str, today: datetime.date) -> None:
    cast, odile = buffet.cast, actor_for(buffet.cast.odile, None, today)
    double = doubled(cast, today)
    twice = participant_for(cast.kpa, person=double)
    merge = merge_people(odile, cast.lea.pk, double.pk, NOW) if when == "before it is proposed" else None
    proposed = propose(buffet.actor, buffet.job.pk, NOW)
    if when == "before it is approved":
        merge = merge_people(odile, cast.lea.pk, double.pk, NOW)
        with pytest.raises(ValidationError, match="Quelque chose a changé depuis cette proposition : les heures"):
            approve_(buffet.actor, proposed.pk, agreed(buffet), NOW)
        proposed = propose(buffet.actor, buffet.job.pk, NOW)
    approve_(buffet.actor, proposed.pk, agreed(buffet), NOW)
    merge = merge or merge_people(odile, cast.lea.pk, double.pk, NOW)
    both = held(buffet.lea)
    assert held(twice) == 0
    assert both > 20_000
    asked = pay.ask(buffet.actor, buffet.lea, pay=both, now=NOW)
    assert asked.total == both
    pay.withdraw(buffet.actor, asked, now=NOW)

    counter(buffet.actor, proposed.pk, NOW, "Un oubli")
    assert (held(twice), held(buffet.lea)) == (0, 0)
    again = shared(buffet).lines.filter(participant=buffet.lea)
    alone = sum(again.values_list("cents", flat=True))
    assert (held(twice), held(buffet.lea)) == (0, alone), "shared again, she is one person"
    assert when == "after" or alone == both
    assert list(faults()) == []

    undo_merge(odile, merge.pk, NOW)
    assert held(twice) + held(buffet.lea) == alone, "books do not move by themselves"
    shared(buffet, gives_back=True)
    assert held(twice) > 0, "the next distribution gives each her part"
    assert list(faults()) == []


def test_files_wait_for_a_pay_under_way(buffet: Buffet, today: datetime.date) -> None:
    cast, odile = buffet.cast, actor_for(buffet.cast.odile, None, today)
    double = doubled(cast, today)
    shared(buffet)
    request = pay.ask(buffet.actor, participant_for(cast.kpa, person=double), pay=1_000, now=NOW)
    with pytest.raises(ValidationError, match="attend une paie de juin 2026 à La Cape"):
        merge_people(odile, cast.lea.pk, double.pk, NOW)
    pay.withdraw(buffet.actor, request, now=NOW)
    merge = merge_people(odile, cast.lea.pk, double.pk, NOW)
    assert PayRequest.objects.count() == 1
    undo_merge(odile, merge.pk, NOW)
    assert list(faults()) == []


def test_pay_of_both_files_is_read_together(buffet: Buffet, today: datetime.date, client: Client) -> None:
    """Expenses advanced under one file are given back under the other; a month paid before the merge is paid."""
    cast, odile = buffet.cast, actor_for(buffet.cast.odile, None, today)
    double = doubled(cast, today)
    twice = participant_for(cast.kpa, person=double)
    spent(buffet.job, twice, 1_500)
    shared(buffet)
    june = accepted(cast, twice, 1_000, refund=500)
    first = paid(cast, twice, june.month, slip(1_000, refund=500))
    merge_people(odile, cast.lea.pk, double.pk, NOW)
    assert money_of(buffet.lea.pk).refundable == 1_000
    assert money_of(buffet.lea.pk).balance == held(buffet.lea)

    with pytest.raises(ValidationError, match=r"au plus .* pour la paie"):
        pay.ask(buffet.actor, buffet.fanny, pay=money_of(buffet.fanny.pk).available, now=NOW)
    everything = pay.ask(buffet.actor, buffet.fanny, pay=None, now=NOW)
    assert (everything.pay, everything.refund) == (4_000, 0), "« tout » leaves the 142,37 € she advanced"
    pay.withdraw(buffet.actor, everything, now=NOW)

    for_pay = money_of(buffet.amina.pk).payable
    month = accepted(cast, buffet.amina, for_pay).month
    with pytest.raises(ValidationError, match=r"dont 18,90.* de frais avancés à rendre"):
        paid(cast, buffet.amina, month, slip(for_pay + 1))

    client.force_login(user_of(cast, cast.lea))
    page = client.get("/mon-argent/paie/").content.decode()
    assert "attestation" in page
    assert euros(held(buffet.lea)) in html.unescape(page)
    assert client.get(f"/mon-argent/paie/attestation/{cast.kpa.pk}/2026-06/").status_code == 200
    assert client.get(f"/mon-argent/paie/attestation/{9**30}/2026-06/").status_code == 404

    with pytest.raises(ValidationError, match="déjà en route"):
        pay.ask(buffet.actor, buffet.lea, pay=100, now=NOW)
    with pytest.raises(ValidationError, match="déjà noté"):
        paid(cast, buffet.lea, june.month, slip(0))
    before = held(buffet.lea)
    first.refresh_from_db()
    payslips.correct(by(cast.karim), Payslip.objects.get(pk=first.pk), slip(900, refund=500), "Trop", now=NOW)
    assert (held(twice), held(buffet.lea)) == (0, before + 100)
    assert list(faults()) == []
