"""The database itself refuses what no screen should have let through."""

import contextlib
import datetime
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.journeys.models import FollowUp, Journey, Suspension
from maille.journeys.models.triggers import SQLITE_TRIGGERS
from tests.cast import Cast
from tests.journeys.help import D

pytestmark = pytest.mark.django_db


@contextlib.contextmanager
def refused(name: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


def test_two_journeys_of_one_person_in_one_kpa_never_share_a_day(cast: Cast) -> None:
    first = cast.amina_journey
    Journey.objects.filter(pk=first.pk).update(ended_on=D(2025, 12, 31), end_kind="exit")
    with refused("no_overlapping_journeys"):
        Journey.objects.create(person=cast.amina, kpa=cast.kpa, entered_on=D(2025, 12, 31))
    after = Journey.objects.create(person=cast.amina, kpa=cast.kpa, entered_on=D(2026, 1, 1))
    Journey.objects.create(person=cast.amina, kpa=cast.other_kpa, entered_on=D(2026, 1, 1))
    with refused("no_overlapping_journeys"):
        Journey.objects.filter(pk=first.pk).update(ended_on=None, end_kind="")
    with refused("no_overlapping_journeys"):
        Journey.objects.filter(pk=after.pk).update(entered_on=D(2025, 12, 1))


ranges = st.tuples(st.integers(0, 30), st.none() | st.integers(0, 10))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ranges, ranges)
def test_overlap_is_exactly_sharing_a_day(
    cast: Cast, one: tuple[int, int | None], other: tuple[int, int | None]
) -> None:
    days = []
    Journey.objects.filter(person=cast.lea).delete()
    accepted = True
    with transaction.atomic():
        for start, length in (one, other):
            entered = D(2024, 1, 1) + datetime.timedelta(days=start)
            ended = entered + datetime.timedelta(days=length) if length is not None else None
            days.append(set(range(start, start + length + 1 if length is not None else 99)))
            try:
                with transaction.atomic():
                    Journey.objects.create(
                        person=cast.lea,
                        kpa=cast.kpa,
                        entered_on=entered,
                        ended_on=ended,
                        end_kind="exit" if ended else "",
                    )
            except IntegrityError:
                accepted = False
        transaction.set_rollback(True)
    assert accepted == (not days[0] & days[1])


def test_pauses_of_one_journey_never_share_a_day(cast: Cast) -> None:
    Suspension.objects.create(journey=cast.amina_journey, started_on=D(2025, 6, 1), ended_on=D(2025, 6, 30))
    with refused("no_overlapping_suspensions"):
        Suspension.objects.create(journey=cast.amina_journey, started_on=D(2025, 6, 30))
    Suspension.objects.create(journey=cast.amina_journey, started_on=D(2025, 7, 1))
    Suspension.objects.create(journey=cast.lea_journey, started_on=D(2025, 6, 30))


def test_a_follow_up_waits_for_the_exit_and_keeps_it(cast: Cast) -> None:
    with refused("follow_up_after_exit"):
        FollowUp.objects.create(journey=cast.amina_journey, months=3, done_on=D(2026, 1, 1), outcome="none")
    journey = Journey.objects.filter(pk=cast.amina_journey.pk)
    journey.update(ended_on=D(2025, 12, 31), end_kind="exit")
    with refused("follow_up_after_exit"):
        FollowUp.objects.create(journey=cast.amina_journey, months=3, done_on=D(2025, 12, 1), outcome="none")
    FollowUp.objects.create(journey=cast.amina_journey, months=3, done_on=D(2026, 3, 31), outcome="none")
    with refused("follow_up_after_exit"):
        journey.update(ended_on=None, end_kind="")


def test_a_merged_file_receives_no_journey(cast: Cast) -> None:
    cast.yanis.journeys.all().delete()
    cast.yanis.merged_into = cast.lea
    cast.yanis.save()
    with refused("no_journey_of_a_merged_person"):
        Journey.objects.create(person=cast.yanis, kpa=cast.kpa, entered_on=D(2026, 2, 1))


def test_sqlite_keeps_its_triggers_after_migrations() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        assert set(SQLITE_TRIGGERS) <= {name for (name,) in cursor.fetchall()}
