"""Receipts less what went back = what waits + what was shared, after sharing, refunds and corrections too."""

import datetime

import pytest
from django.test import Client

from maille.activities.models import Contribution
from maille.ledger.models.proving import faults
from maille.sharing.actions.approvals import Approval, approve
from maille.sharing.actions.distributions import counter, propose
from maille.sharing.actions.receipts import Money, correct_receipt
from maille.sharing.models import Receipt
from maille.sharing.models.pot_figures import GROUP, PEOPLE, pot_of, with_waiting
from tests.cast import Cast
from tests.sharing.pots.help import NOW, Buffet, make_buffet
from tests.worlds.pots import rule_of

TODAY = datetime.date(2026, 6, 15)


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """864 € came, Amina cooked 6 h; the group has a rule."""
    made = make_buffet(cast, today)
    rule_of(cast.kpa)
    made.receive(86_400)
    Contribution.objects.create(
        kpa=cast.kpa, job=made.job, participant=made.amina, role=made.roles["cuisine"], minutes=360,
        day=made.job.starts_on, entered_at=NOW,
    )  # fmt: skip
    return made


def shared(buffet: Buffet) -> int:
    """Propose and approve; the distribution's number."""
    proposed = propose(buffet.actor, buffet.job.pk, NOW)
    approve(buffet.actor, proposed.pk, Approval(TODAY, "consent", gives_back=True), NOW)
    return proposed.pk


def check(buffet: Buffet, came: int, back: int, waiting: int) -> None:
    """The pot, wherever it is read."""
    pot = pot_of(buffet.job)
    assert (pot.came, pot.went_back, pot.waiting) == (came, back, waiting)
    assert pot.received == pot.waiting + pot.shared
    listed = with_waiting(type(buffet.job).objects.visible_to(buffet.actor)).get(pk=buffet.job.pk)
    assert listed.waiting == waiting  # type: ignore[attr-defined]
    assert list(faults()) == []


def test_it_adds_up_all_along(buffet: Buffet) -> None:
    check(buffet, 86_400, 0, 86_400)
    shared(buffet)
    check(buffet, 86_400, 0, 0)
    assert dict(pot_of(buffet.job).shared_between) == {PEOPLE: 86_400}
    refund = buffet.receive(10_000, "refund")
    check(buffet, 86_400, 10_000, -10_000)
    assert dict(pot_of(buffet.job).shared_between) == {PEOPLE: 86_400}
    correct_receipt(buffet.actor, refund, Money(Receipt.Kind.REFUND, 4_000, 0, TODAY), now=NOW, reason="Mal lu")
    check(buffet, 86_400, 4_000, -4_000)
    again = shared(buffet)
    check(buffet, 86_400, 4_000, 0)
    counter(buffet.actor, again, NOW, "Oubli")
    check(buffet, 86_400, 4_000, -4_000)


def test_the_books_keep_yesterdays_pot(buffet: Buffet) -> None:
    wrong = Receipt.objects.get()
    correct_receipt(buffet.actor, wrong, Money(Receipt.Kind.RECEIPT, 50_000, 0, TODAY), now=NOW, reason="Mal lu")
    yesterday = pot_of(buffet.job, TODAY - datetime.timedelta(days=1))
    assert (yesterday.came, yesterday.waiting) == (86_400, 86_400)
    check(buffet, 50_000, 0, 50_000)


def test_the_page_says_that_money_lacks(buffet: Buffet) -> None:
    shared(buffet)
    buffet.receive(10_000, "bad_debt")
    client = Client()
    client.force_login(buffet.cast.fanny)
    told = client.get(f"/prestations/{buffet.job.pk}/argent/").content.decode().replace("\u00a0", " ")
    assert "Refaites une répartition" in told
    listed = client.get("/cagnottes/?voir=manque").content.decode()
    assert "il manque de l" in listed
    assert "Buffet du samedi" in client.get("/cagnottes/").content.decode()
    assert "Buffet du samedi" not in client.get("/cagnottes/?voir=attend").content.decode()
    assert GROUP not in dict(pot_of(buffet.job).shared_between)
