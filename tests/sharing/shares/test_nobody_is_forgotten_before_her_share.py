"""A file is not anonymised while money she worked for waits to be shared: her part would be nobody's."""

import datetime

import pytest

from maille.activities.models import Contribution
from maille.identity.append_only import lifted
from maille.journeys.actions.rights.forgetting import hindered
from maille.ledger.models import Account, balance_of
from tests.cast import Cast
from tests.sharing.pots.help import Buffet
from tests.sharing.shares.help import shared, the_buffet


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """864 € wait in the pot."""
    return the_buffet(cast, today)


def test_money_that_waits_is_told(buffet: Buffet) -> None:
    told = hindered([buffet.cast.yanis.pk])
    assert "« Buffet du samedi »" in told[buffet.cast.yanis.pk]
    assert "n'est pas encore partagé" in told[buffet.cast.yanis.pk]


def test_then_what_is_on_the_account(buffet: Buffet) -> None:
    shared(buffet)
    told = hindered([buffet.cast.yanis.pk])
    assert "Il reste" in told[buffet.cast.yanis.pk]


def test_who_gave_unpaid_time_alone_waits_for_nothing(buffet: Buffet) -> None:
    with lifted():
        Contribution.objects.filter(participant=buffet.yanis).update(paid=False)
    assert not hindered([buffet.cast.yanis.pk])


def test_nothing_received_is_nothing_to_wait_for(cast: Cast, today: datetime.date) -> None:
    the_buffet(cast, today, paid=False)
    assert not hindered([cast.yanis.pk, cast.amina.pk, cast.lea.pk])
    assert all(balance_of(each.pk) == 0 for each in Account.objects.all())
