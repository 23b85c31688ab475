"""Whoever gets behind the database's refusals is told by `./maille ledger check`: what was written has not moved."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from maille.identity.append_only import lifted
from maille.ledger.models import Transfer
from maille.ledger.models.proving import faults
from maille.sharing.models import Distribution, DistributionLine, Receipt
from tests.cast import Cast
from tests.sharing.pots.help import Buffet
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
    assert len(told) == 2, "the first gives less than it posted, the second more"
    assert all("« collective »" in each for each in told)


def test_a_receipt_that_is_not_what_came_is_told(buffet: Buffet) -> None:
    with lifted():
        Receipt.objects.update(cents=1)
    assert "et la cagnotte a bougé de 864,00" in " ".join(faults())
