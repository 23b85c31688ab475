"""The column of people in the network at a glance: who is told what, at which date."""

import datetime

from maille.journeys.models import Journey
from maille.journeys.overview import people_in_kpas
from maille.network.access import actor_for
from maille.network.models import Kind, Relation, RelationKind
from maille.network.rules.roles import Role
from tests.cast import Cast, cooperant, member, organisation

D = datetime.date


def test_people_are_counted_once_at_the_date(cast: Cast, today: D) -> None:
    odile = actor_for(cast.odile, None, today)
    kpas = [cast.kpa.pk, cast.other_kpa.pk]
    assert people_in_kpas(odile, kpas, today) == {cast.kpa.pk: 3, cast.other_kpa.pk: 0}
    assert people_in_kpas(odile, kpas, D(2025, 4, 4)) == {cast.kpa.pk: 1, cast.other_kpa.pk: 0}
    assert people_in_kpas(odile, kpas, D(2025, 4, 3)) == {cast.kpa.pk: 0, cast.other_kpa.pk: 0}
    Journey.objects.filter(pk=cast.lea_journey.pk).update(ended_on=today, end_kind="exit")
    assert people_in_kpas(odile, kpas, today)[cast.kpa.pk] == 3
    assert people_in_kpas(odile, kpas, today + datetime.timedelta(1))[cast.kpa.pk] == 2


def test_charlie_is_told_nothing_of_ours(cast: Cast, today: D) -> None:
    charlie = actor_for(cast.charlie, None, today)
    assert people_in_kpas(charlie, [cast.kpa.pk, cast.other_kpa.pk], today) == {cast.other_kpa.pk: 0}


def test_small_counts_are_kept_from_those_who_may_not_open_files(cast: Cast, today: D) -> None:
    manager = actor_for(member("Responsable", cast.lead, Role.MANAGER), None, today)
    funder = organisation("Région", Kind.FUNDER)
    Relation.objects.create(source=funder, kind=RelationKind.FUNDER, target=cast.kpa, started_on=D(2022, 1, 1))
    observer = actor_for(member("Financeuse", funder, Role.OBSERVER), None, today)
    assert people_in_kpas(manager, [cast.kpa.pk], today) == {cast.kpa.pk: None}
    for number in range(2):
        cooperant("Personne", "ABCDEFGHIJ"[number] * 3, D(1990, 1, 1), cast.kpa, D(2026, 1, 1))
    assert people_in_kpas(manager, [cast.kpa.pk], today) == {cast.kpa.pk: 5}
    assert people_in_kpas(observer, [cast.kpa.pk], today) == {cast.kpa.pk: None}
    for number in range(2, 8):
        cooperant("Personne", "ABCDEFGHIJ"[number] * 3, D(1990, 1, 1), cast.kpa, D(2026, 1, 1))
    assert people_in_kpas(observer, [cast.kpa.pk], today) == {cast.kpa.pk: 11}
