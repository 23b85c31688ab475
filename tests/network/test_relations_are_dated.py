"""Who is what for whom, at any date: told, ended, corrected, never twice at once."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from maille.network.access import actor_for
from maille.network.actions.relations import add_relation, correct_relation, end_relation, remove_relation
from maille.network.actions.saving import ConflictError
from maille.network.models import Kind, Relation, RelationKind, host_at
from maille.network.rules.relations import Span, misfit, overlapping
from tests.cast import Cast, organisation

D = datetime.date
days = st.dates(D(2020, 1, 1), D(2021, 12, 31))
spans = st.builds(
    lambda start, length: Span(start, None if length is None else start + datetime.timedelta(length)),
    days,
    st.none() | st.integers(0, 400),
)


@given(spans, spans, days)
def test_two_spans_overlap_when_some_day_is_in_both(one: Span, other: Span, day: D) -> None:
    if one.holds_on(day) and other.holds_on(day):
        assert one.overlaps(other)
    assert one.overlaps(other) == other.overlaps(one) == bool(overlapping(one, [other]))
    if one.overlaps(other):
        first_common = max(one.started_on, other.started_on)
        assert one.holds_on(first_common)
        assert other.holds_on(first_common)


@given(spans, days)
def test_a_span_is_past_present_or_future(span: Span, day: D) -> None:
    assert (span.state_on(day) == "present") == span.holds_on(day)
    assert (span.state_on(day) == "future") == (day < span.started_on)


def test_the_database_and_the_rule_agree_on_dates(cast: Cast) -> None:
    Relation.objects.all().delete()
    funder = organisation("Fondation", Kind.FUNDER)
    start, end = D(2023, 1, 1), D(2023, 6, 30)
    told = [(start, end), (end, None), (D(2022, 1, 1), start), (D(2023, 7, 1), D(2023, 7, 1))]
    for since, until in told:
        Relation.objects.create(
            source=funder, kind=RelationKind.FUNDER, target=cast.kpa, started_on=since, ended_on=until
        )
    for day in (D(2021, 12, 31), D(2022, 1, 1), start, end, D(2023, 7, 1), D(2023, 7, 2), D(2030, 1, 1)):
        expected = {each.pk for each in Relation.objects.all() if each.span.holds_on(day)}
        assert set(Relation.objects.at(day).values_list("pk", flat=True)) == expected
    for span in (Span(end, end), Span(D(2023, 7, 1)), Span(D(2020, 1, 1), D(2021, 12, 31)), Span(D(2020, 1, 1))):
        expected = {each.pk for each in Relation.objects.all() if each.span.overlaps(span)}
        assert set(Relation.objects.overlapping(span).values_list("pk", flat=True)) == expected


def test_the_host_is_known_at_any_date(cast: Cast, today: D) -> None:
    odile = actor_for(cast.odile, None, today)
    old = Relation.objects.get(kind=RelationKind.HOST, target=cast.kpa)
    end_relation(odile, old.pk, old.version, D(2024, 12, 31))
    add_relation(odile, source=cast.other_host, kind="host", target=cast.kpa, span=Span(D(2025, 1, 1)))
    assert host_at(cast.kpa, D(2020, 12, 31)) is None
    assert host_at(cast.kpa, D(2024, 12, 31)) == cast.host
    assert host_at(cast.kpa, D(2025, 1, 1)) == cast.other_host


def test_two_hosts_at_once_are_allowed_and_told(cast: Cast, today: D) -> None:
    odile = actor_for(cast.odile, None, today)
    told = add_relation(odile, source=cast.other_host, kind="host", target=cast.kpa, span=Span(D(2025, 1, 1)))
    assert told.warnings
    assert "Optéos" in told.warnings[0]
    assert host_at(cast.kpa, today) == cast.other_host


def test_a_relation_is_not_told_twice_at_once(cast: Cast, today: D) -> None:
    fanny = actor_for(cast.fanny, None, today)
    with pytest.raises(ValidationError, match="existe déjà"):
        add_relation(fanny, source=cast.host, kind="host", target=cast.kpa, span=Span(today))


def test_a_relation_makes_sense(cast: Cast, today: D) -> None:
    odile = actor_for(cast.odile, None, today)
    with pytest.raises(ValidationError, match="réseau"):
        add_relation(odile, source=cast.host, kind="member", target=cast.kpa, span=Span(today))
    with pytest.raises(ValidationError, match="collectif"):
        add_relation(odile, source=cast.other_kpa, kind="host", target=cast.kpa, span=Span(today))
    with pytest.raises(ValidationError, match="précède"):
        add_relation(odile, source=cast.host, kind="funder", target=cast.kpa, span=Span(today, D(2020, 1, 1)))
    with pytest.raises(ValidationError, match="elle-même"):
        add_relation(odile, source=cast.kpa, kind="venue", target=cast.kpa, span=Span(today))
    assert misfit("host", "cae", "kpa") == misfit("member", "kpa", "network") == ""


def test_only_whoever_governs_the_target_tells(cast: Cast, today: D) -> None:
    relation = Relation.objects.get(kind=RelationKind.HOST, target=cast.kpa)
    for user in (cast.karim, cast.charlie):
        stranger = actor_for(user, None, today)
        with pytest.raises(PermissionDenied):
            add_relation(stranger, source=cast.other_host, kind="host", target=cast.kpa, span=Span(today))
        with pytest.raises(PermissionDenied):
            end_relation(stranger, relation.pk, relation.version, today)
        with pytest.raises(PermissionDenied):
            remove_relation(stranger, relation.pk, relation.version)


def test_the_second_to_correct_is_told(cast: Cast, today: D) -> None:
    fanny = actor_for(cast.fanny, None, today)
    relation = Relation.objects.get(kind=RelationKind.LEAD, target=cast.kpa)
    correct_relation(fanny, relation.pk, relation.version, kind="lead", span=Span(D(2020, 5, 1)))
    with pytest.raises(ConflictError, match="pendant que vous écriviez"):
        correct_relation(fanny, relation.pk, relation.version, kind="venue", span=Span(D(2020, 5, 1)))
    assert Relation.objects.get(pk=relation.pk).started_on == D(2020, 5, 1)
    assert relation.history.count() == 2


def test_a_mistake_is_taken_away_and_its_history_stays(cast: Cast, today: D) -> None:
    fanny = actor_for(cast.fanny, None, today)
    relation = Relation.objects.get(kind=RelationKind.LEAD, target=cast.kpa)
    remove_relation(fanny, relation.pk, relation.version)
    assert not Relation.objects.filter(pk=relation.pk).exists()
    assert Relation.history.filter(id=relation.pk, history_type="-").exists()
