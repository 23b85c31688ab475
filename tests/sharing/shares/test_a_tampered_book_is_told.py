"""Whoever gets behind the database's refusals is told by `./maille ledger check`: what was written has not moved."""

import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from maille.identity.append_only import lifted
from maille.ledger.models import Transfer
from maille.ledger.models.proving import faults
from maille.sharing.actions.receipts import Money, correct_receipt
from maille.sharing.models import Distribution, DistributionEvent, DistributionLine, Receipt, SharedMargin
from tests.cast import Cast
from tests.sharing.pots.help import NOW, Buffet
from tests.sharing.shares.help import shared, spent, the_buffet


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """Shared twice: a receipt was corrected in between."""
    buffet = the_buffet(cast, today)
    shared(buffet)
    spent(buffet.job, buffet.fanny, 1_000)
    shared(buffet, gives_back=True)
    return buffet


def test_nothing_is_wrong_before(buffet: Buffet) -> None:
    assert list(faults()) == []
    call_command("ledger", "check", stdout=StringIO())


def test_a_share_made_larger_is_told(buffet: Buffet) -> None:
    with lifted():
        moved = Transfer.objects.filter(posting__kind="distribution", target__participant=buffet.amina).earliest("pk")
        Transfer.objects.filter(pk=moved.pk).update(cents=moved.cents + 1)
    told = " ".join(faults())
    assert f"« p{buffet.amina.pk} »" in told
    with pytest.raises(CommandError):
        call_command("ledger", "check", stdout=StringIO())


def test_a_line_made_smaller_is_told(buffet: Buffet) -> None:
    first = Distribution.objects.earliest("pk")
    with lifted():
        line = first.lines.filter(recipient="collective").get()
        DistributionLine.objects.filter(pk=line.pk).update(cents=line.cents - 1)
    told = list(faults())
    assert len(told) == 3, "the first gives less than it posted, the second more; the first no longer computes again"
    assert sum("« collective »" in each for each in told) == 2
    assert "ne donne plus les mêmes parts" in told[-1]


def test_a_receipt_that_is_not_what_came_is_told(buffet: Buffet) -> None:
    with lifted():
        Receipt.objects.update(cents=1)
    assert "et la cagnotte a bougé de 864,00" in " ".join(faults())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tax": 1}, "n'a plus la taxe ou les dates"),
        ({"received_on": datetime.date(2025, 12, 31)}, "n'a plus la taxe ou les dates"),
        ({"invoiced_on": datetime.date(2025, 12, 31)}, "n'a plus la taxe ou les dates"),
    ],
)
def test_a_receipt_moved_to_another_year_is_told(buffet: Buffet, changes: dict[str, Any], words: str) -> None:
    with lifted():
        Receipt.objects.update(**changes)
    assert words in " ".join(faults())


@pytest.mark.parametrize("changes", [{"income": 1}, {"expenses": 1}, {"case": {}}, {"case": {"income": "x"}}])
def test_what_a_distribution_looked_at_is_proved(buffet: Buffet, changes: dict[str, Any]) -> None:
    first = Distribution.objects.earliest("pk")
    with lifted():
        Distribution.objects.filter(pk=first.pk).update(**changes)
    assert f"La répartition {first.pk} ne " in " ".join(faults())


def test_a_record_taken_away_is_told(buffet: Buffet) -> None:
    with lifted():
        SharedMargin.objects.all().delete()
        DistributionEvent.objects.all().delete()
        Receipt.objects.all().delete()
    told = " ".join(faults())
    assert "n'a plus sa répartition" in told
    assert "n'a plus sa recette" in told


def test_a_whole_receipt_taken_away_with_its_posting_is_told(buffet: Buffet) -> None:
    """Record, posting and movements: the posting written next had seen it."""
    with lifted():
        posting = Receipt.objects.get().posting
        Receipt.objects.all().delete()
        Transfer.objects.filter(posting=posting).delete()
        posting.delete()
    assert "a disparu" in " ".join(faults())


def test_a_correction_proves_itself(buffet: Buffet) -> None:
    receipt = Receipt.objects.get()
    money = Money(Receipt.Kind.RECEIPT, 80_000, 4_400, buffet.actor.today, buffet.actor.today)
    correct_receipt(buffet.actor, receipt, money, now=NOW, reason="Mauvais montant")
    assert list(faults()) == []
    with lifted():
        Receipt.objects.filter(corrects=receipt).update(received_on=datetime.date(2025, 1, 1))
    assert "n'a plus la taxe ou les dates" in " ".join(faults())


def test_a_margin_that_is_not_what_was_shared_is_told(buffet: Buffet) -> None:
    with lifted():
        kept = SharedMargin.objects.earliest("pk")
        SharedMargin.objects.filter(pk=kept.pk).update(cents=kept.cents + 1)
    (told,) = faults()
    assert f"La répartition {kept.event.distribution_id} compte 702,73" in told
    with lifted():
        SharedMargin.objects.filter(pk=kept.pk).delete()
    (told,) = faults()
    assert told.endswith("et la marge partagée de l'année n'en retient rien.")
