"""Activities open and close, offers keep their cost of making, and nobody writes in another KPA's catalogue."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maille.activities.actions import catalogue
from maille.activities.actions.catalogue import ActivityFacts, MaterialFacts
from maille.activities.models import Activity, Offer
from maille.journeys.actions.support import ConflictError
from maille.network.access import actor_for
from maille.network.rules.roles import Actor
from tests.activities.catalogue.help import BREAD, BUFFET, OPENED, activity
from tests.cast import Cast


@pytest.fixture
def fanny(cast: Cast, today: datetime.date) -> Actor:
    """Who writes in La Cape."""
    return actor_for(cast.fanny, None, today)


def test_an_activity_opens_and_closes(cast: Cast, fanny: Actor) -> None:
    made = catalogue.open_activity(fanny, cast.kpa, ActivityFacts("Couture", OPENED, "Retouches"))
    closed = ActivityFacts("Couture", OPENED, "Retouches", datetime.date(2026, 1, 1))
    assert catalogue.correct_activity(fanny, made.pk, 1, closed).version == 2
    with pytest.raises(ConflictError):
        catalogue.correct_activity(fanny, made.pk, 1, closed)
    with pytest.raises(ValidationError) as refused:
        catalogue.open_activity(fanny, cast.kpa, closed)
    assert "name" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        catalogue.correct_activity(fanny, made.pk, None, replace(closed, closed_on=datetime.date(2023, 1, 1)))
    assert "closed_on" in refused.value.message_dict


def test_an_offer_keeps_what_making_it_costs(cast: Cast, fanny: Actor) -> None:
    offer = catalogue.add_offer(fanny, activity(cast.kpa), BUFFET)
    assert offer.cost.suggested == 795
    more = replace(BUFFET, materials=(BREAD, MaterialFacts("Eau", Decimal(1), 20)))
    catalogue.correct_offer(fanny, offer.pk, 1, more)
    stored = Offer.objects.get(pk=offer.pk)
    assert [each.name for each in stored.materials.all()] == ["Pain", "Eau"]
    assert stored.cost.suggested == 815
    catalogue.set_price(fanny, offer.pk, 2, 815)
    with pytest.raises(ConflictError):
        catalogue.set_price(fanny, offer.pk, 2, 900)
    catalogue.retire_offer(fanny, offer.pk, OPENED)
    assert Offer.objects.get(pk=offer.pk).retired_on == OPENED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"price": 2_000_000_001}, "price"),
        ({"host_rate": Decimal(100)}, "host_rate"),
        ({"materials": (replace(BREAD, quantity=Decimal(0)),)}, "__all__"),
    ],
)
def test_it_refuses_in_words(cast: Cast, fanny: Actor, change: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        catalogue.add_offer(fanny, activity(cast.kpa), replace(BUFFET, **change))  # type: ignore[arg-type]
    found = refused.value.message_dict if hasattr(refused.value, "error_dict") else {"__all__": refused.value.messages}
    assert list(found) == [field]


def test_two_offers_never_share_a_name(cast: Cast, fanny: Actor) -> None:
    held = activity(cast.kpa)
    catalogue.add_offer(fanny, held, BUFFET)
    with pytest.raises(ValidationError, match="porte déjà ce nom"):
        catalogue.add_offer(fanny, held, BUFFET)


def test_charlie_writes_nothing_of_ours(cast: Cast, today: datetime.date, fanny: Actor) -> None:
    charlie = actor_for(cast.charlie, None, today)
    held = activity(cast.kpa)
    offer = catalogue.add_offer(fanny, held, BUFFET)
    with pytest.raises(PermissionDenied):
        catalogue.add_offer(charlie, held, BUFFET)
    with pytest.raises(PermissionDenied):
        catalogue.open_activity(charlie, cast.kpa, ActivityFacts("Vol", OPENED))
    with pytest.raises(Activity.DoesNotExist):
        catalogue.correct_activity(charlie, held.pk, None, ActivityFacts("Vol", OPENED))
    with pytest.raises(Offer.DoesNotExist):
        catalogue.retire_offer(charlie, offer.pk, OPENED)


def test_a_new_offer_assumes_the_common_rate_until_somebody_knows(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "HOST_RATES", [])
    assert catalogue.host_rate_for(cast.kpa, OPENED) == Decimal("11.5")
    monkeypatch.setattr(catalogue, "HOST_RATES", [lambda kpa, day: None, lambda kpa, day: Decimal(10)])
    assert catalogue.host_rate_for(cast.kpa, OPENED) == 10
