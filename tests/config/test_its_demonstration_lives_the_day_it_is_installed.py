"""A demonstration installed later lives later: its week has things to do."""

import pytest

from maille.config.demo import load
from maille.config.management.commands.demo import FIRST_DAY
from maille.journeys.models import Journey


@pytest.mark.django_db
def test_an_installation_of_another_day_lives_that_day() -> None:
    later = FIRST_DAY.replace(year=2028)
    load.load(later, lambda what, count: None)
    assert Journey.objects.filter(ended_on__isnull=True, entered_on__gt=later.replace(year=2026)).count() > 40
    assert not Journey.objects.filter(entered_on__gt=later).exists()
