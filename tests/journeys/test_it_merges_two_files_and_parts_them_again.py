"""Duplicates are joined by a person only, and every joining can be undone."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys.actions import mark_homonym, merge_people, reach_stage, undo_merge, welcome
from maille.journeys.models import Journey, Person, ToldApart
from maille.journeys.rules.facts import Identity
from tests.cast import Cast
from tests.journeys.help import D, acting

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 6, 15, 10, tzinfo=datetime.UTC)


@pytest.fixture
def double(cast: Cast) -> Person:
    """Léa typed twice, the second time in the other KPA."""
    return welcome(
        acting(cast.charlie), Identity("Fontaine", "Lea-Rose", D(2001, 9, 30)), cast.other_kpa, D(2024, 1, 8)
    ).person


def test_journeys_move_and_come_back(cast: Cast, double: Person) -> None:
    odile = acting(cast.odile)
    merge = merge_people(odile, cast.lea.pk, double.pk, NOW)
    assert cast.lea.journeys.count() == 2
    assert set(Person.objects.current()) == {cast.amina, cast.lea, cast.yanis}
    undo_merge(odile, merge.pk, NOW)
    assert [cast.lea.journeys.count(), double.journeys.count()] == [1, 1]
    assert double in Person.objects.current()
    with pytest.raises(ValidationError, match="déjà annulée"):
        undo_merge(odile, merge.pk, NOW)
    merge_people(odile, double.pk, cast.lea.pk, NOW)
    assert double.journeys.count() == 2


def test_only_somebody_who_writes_in_every_kpa_concerned_may_merge(cast: Cast, double: Person) -> None:
    for user in (cast.fanny, cast.charlie, cast.karim):
        with pytest.raises(PermissionDenied):
            merge_people(acting(user), cast.lea.pk, double.pk, NOW)
        with pytest.raises(PermissionDenied):
            mark_homonym(acting(user), cast.lea.pk, double.pk, NOW)


def test_overlapping_journeys_stand_in_the_way(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="chacune un parcours à La Cape aux mêmes dates"):
        merge_people(acting(cast.fanny), cast.lea.pk, cast.yanis.pk, NOW)


def test_what_was_added_since_stays_with_the_kept_file(cast: Cast, double: Person) -> None:
    odile = acting(cast.odile)
    merge = merge_people(odile, cast.lea.pk, double.pk, NOW)
    moved = Journey.objects.get(kpa=cast.other_kpa)
    reach_stage(odile, moved.pk, None, "test", D(2024, 5, 1))
    undo_merge(odile, merge.pk, NOW)
    assert double.journeys.get().stages.count() == 2
    assert cast.lea.journeys.get() == cast.lea_journey


def test_two_people_told_apart_are_remembered(cast: Cast, double: Person) -> None:
    mark_homonym(acting(cast.odile), double.pk, cast.lea.pk, NOW)
    mark_homonym(acting(cast.odile), cast.lea.pk, double.pk, NOW)
    assert ToldApart.objects.get().first == cast.lea
