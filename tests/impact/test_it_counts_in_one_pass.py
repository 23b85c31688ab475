"""The fast path equals the definition, on random registers, on whichever database runs the tests."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.impact import tally
from maille.impact.rules.counting import count
from maille.impact.rules.dimensions import codes_of
from maille.impact.rules.indicators import Counts
from maille.impact.rules.periods import Period
from maille.network.models import Organisation
from tests.impact.registers import DAYS, END, START, facts, kpa_named, write, write_published_register

pytestmark = pytest.mark.django_db
PERIODS = st.just(Period(START, END)) | st.tuples(DAYS, DAYS).map(lambda days: Period(min(days), max(days)))


class RolledBackError(Exception):
    """Ends an example without leaving its rows."""


@pytest.fixture
def kpas(db: None) -> dict[int, Organisation]:
    """Three KPAs."""
    return {rank: kpa_named(f"KPA {rank}") for rank in range(3)}


def plain(counts: Counts) -> dict[str, dict[str, int]]:
    """Without zeros."""
    return {name: dict(codes) for name, codes in counts.items() if codes}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(journeys=facts(), period=PERIODS, chosen=st.none() | st.sets(st.integers(0, 2)))
def test_it_equals_the_definition(kpas: dict, journeys: list, period: Period, chosen: set[int] | None) -> None:
    scope = None if chosen is None else frozenset(kpas[rank].pk for rank in chosen)
    with pytest.raises(RolledBackError), transaction.atomic():
        stored = write(journeys, kpas)
        assert plain(tally.tally(period, scope)) == plain(count(stored, period, scope))
        each = {kpa: plain(counts) for kpa, counts in tally.tally_each(period, scope).items()}
        alone = {kpa.pk: plain(count(stored, period, frozenset({kpa.pk}))) for kpa in kpas.values()}
        assert each == {kpa: counts for kpa, counts in alone.items() if counts and (scope is None or kpa in scope)}
        by_id = {one.id: one for one in stored}
        for row in tally.rows(period, scope):
            assert row.codes == codes_of(by_id[row.journey], period, scope)
        raise RolledBackError


def test_it_takes_one_statement(kpas: dict[int, Organisation]) -> None:
    write_published_register()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tally.tally(Period(START, END))
    assert len(queries) == 1
