"""A KPA with many journeys is listed by walking the names: the same people, found another way."""

import datetime

import pytest

from maille.journeys.models import shown
from maille.journeys.rules.filters import Filters, Wanted
from maille.network.access import actor_for
from tests.cast import Cast, cooperant


@pytest.mark.parametrize("state", [Wanted.UNDER_WAY, Wanted.LEFT, Wanted.ANY])
def test_both_ways_show_the_same_people(
    cast: Cast, today: datetime.date, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    gone = cooperant("Amina", "Rey", datetime.date(1990, 1, 1), cast.kpa, datetime.date(2025, 1, 6))
    gone.ended_on, gone.end_kind = datetime.date(2025, 6, 6), "exit"
    gone.save()
    actor, filters = actor_for(cast.fanny, None, today), Filters(state=state)
    few = list(shown.people_shown(actor, today, filters).order_by("pk"))
    monkeypatch.setattr(shown, "CROWD", 0)
    assert list(shown.people_shown(actor, today, filters).order_by("pk")) == few
    assert few
