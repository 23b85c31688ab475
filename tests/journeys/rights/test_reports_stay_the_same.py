"""Whoever is anonymised, every report of the past stays what it was, figure for figure."""

import datetime
import itertools

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from maille.impact import tally
from maille.impact.models import FrozenReport
from maille.impact.reporting import Request, build
from maille.impact.rules.periods import Period
from maille.impact.rules.snapshots import differences
from maille.journeys.actions.rights import forgetting
from maille.journeys.models import Journey, Person
from maille.network.rules.roles import Actor
from tests.impact.registers import END, START, facts, kpa_named, write, write_published_register

D = datetime.date
TODAY = D(2026, 6, 15)
PERIODS = [
    Period(START, END),
    Period(D(2020, 1, 1), D(2024, 12, 31)),
    Period(D(2022, 1, 1), D(2022, 12, 31)),
    Period(D(2023, 2, 28), D(2023, 3, 1)),
]


def reports(kpas: list[int]) -> list[object]:
    """Every audience, period and scope, as figures."""
    actor = Actor.command_line(TODAY)
    asked = [(frozenset[int](), "internal"), (frozenset[int](), "team"), (frozenset({kpas[0]}), "public")]
    asked += [(frozenset({kpa}), "team") for kpa in kpas]
    return [
        build(actor, Request(period, scope, audience)).as_json()
        for period, (scope, audience) in itertools.product(PERIODS, asked)
    ]


def anonymise(ids: list[int]) -> None:
    forgetting.anonymise(ids, day=TODAY, at=timezone.now(), by_id=None, reason="retention")


@pytest.mark.usefixtures("keeping_rules")
class AnyRegister(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(facts(), st.data())
    def test_reports_do_not_move(self, register: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
        kpas = {rank: kpa_named(name) for rank, name in enumerate(["Un", "Deux", "Trois"])}
        write(register, kpas)
        people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        gone = data.draw(st.lists(st.sampled_from(people), unique=True)) if people else []
        before = reports([kpa.pk for kpa in kpas.values()])
        rows = [list(tally.rows(period)) for period in PERIODS]
        anonymise(gone)
        assert reports([kpa.pk for kpa in kpas.values()]) == before
        for period, then in zip(PERIODS, rows, strict=True):
            assert differences(then, tally.rows(period)) == []
        assert Person.objects.filter(anonymised_at__isnull=False).count() == len(gone)


@pytest.mark.usefixtures("keeping_rules")
def test_the_published_report_stays_the_published_one() -> None:
    kpas = write_published_register()
    actor, request = Actor.command_line(TODAY), Request(Period(START, END))
    before = build(actor, request).as_json()
    each = [build(actor, Request(Period(START, END), frozenset({kpa.pk}))).as_json() for kpa in kpas.values()]
    anonymise(list(Person.objects.values_list("pk", flat=True)))
    assert build(actor, request).as_json() == before
    assert each == [build(actor, Request(Period(START, END), frozenset({kpa.pk}))).as_json() for kpa in kpas.values()]
    assert not Person.objects.filter(anonymised_at__isnull=True).exists()
    assert not Journey.objects.filter(anonymised=False).exists()
    assert FrozenReport.objects.count() == 0


@pytest.mark.usefixtures("keeping_rules")
def test_files_joined_together_are_anonymised_together() -> None:
    kpa = kpa_named("Un")
    kept = Person.objects.create(last_name="Diallo", first_name="A", birth_date=D(1998, 1, 15))
    joined = Person.objects.create(last_name="Dialo", first_name="A", birth_date=D(1998, 1, 15), merged_into=kept)
    again = Person.objects.create(last_name="Dyalo", first_name="A", birth_date=D(1998, 1, 15), merged_into=joined)
    Journey.objects.create(person=kept, kpa=kpa, entered_on=D(2022, 5, 2), ended_on=D(2022, 9, 1), end_kind="exit")
    Journey.objects.create(person=kept, kpa=kpa, entered_on=D(2023, 1, 16), ended_on=D(2023, 9, 1), end_kind="exit")
    with transaction.atomic():
        anonymise([kept.pk])
    for person in Person.objects.filter(pk__in=[kept.pk, joined.pk, again.pk]):
        assert str(person) == f"Personne anonymisée {person.pk}"
        assert person.identity_key == f"anonymisee {person.pk}|personne"
        person.save()
        assert person.search_key == ""
    assert not Person.objects.current().exists()
    kept.refresh_from_db()
    assert kept.birth_date is not None
    assert kept.birth_date != D(1998, 1, 15)
