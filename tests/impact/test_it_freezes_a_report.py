"""A report sent to a funder is kept as it was: numbered, unchangeable, and explained when the living one differs."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings

from maille.impact import explaining, reporting
from maille.impact.actions import freeze, freezing
from maille.impact.models import FrozenReport
from maille.impact.rules.periods import Period
from maille.impact.rules.report import figures_from
from maille.impact.rules.snapshots import counts_of, differences, pack, unpack
from maille.journeys.models import Journey
from maille.network.access import actor_for
from maille.network.models import Organisation, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Actor
from tests.cast import Cast
from tests.impact.registers import END, START, coded, facts, kpa_named
from tests.patience import PATIENCE

AT = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
PERIOD = Period(datetime.date(2025, 1, 1), datetime.date(2026, 5, 31))
ASKED = reporting.Request(PERIOD)


@pytest.fixture
def odile(cast: Cast, today: datetime.date) -> Actor:
    """Odile, who coordinates the network."""
    return actor_for(cast.odile, None, today)


@pytest.fixture
def frozen(cast: Cast, odile: Actor) -> FrozenReport:
    """Odile's report on the cast, frozen."""
    return freeze(odile, ASKED, AT, "Fondation d'à côté")


def test_it_is_numbered_dated_and_complete(frozen: FrozenReport, odile: Actor, cast: Cast) -> None:
    assert (frozen.number, frozen.network, frozen.at, frozen.by) == ("2026-001", cast.network, AT, cast.odile)
    assert freeze(odile, ASKED, AT).number == "2026-002"
    assert freeze(odile, ASKED, AT.replace(year=2027)).number == "2027-001"
    assert frozen.as_json == reporting.build(odile, ASKED).as_json()
    assert frozen.report.as_json() == frozen.as_json
    assert "Amina" not in frozen.rows + frozen.content
    assert frozen.sha256 == frozen.fingerprint() == FrozenReport.objects.get(pk=frozen.pk).fingerprint()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE impact_frozenreport SET content = '{}'", "DELETE FROM impact_frozenreport"],
)
def test_the_database_refuses_to_change_it(frozen: FrozenReport, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert FrozenReport.objects.get().fingerprint() == frozen.sha256


def test_a_failure_leaves_no_gap(frozen: FrozenReport, odile: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(freezing, "steady", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            freeze(odile, ASKED, AT)
    assert freeze(odile, ASKED, AT).number == "2026-002"


def test_only_those_who_follow_every_kpa_freeze_and_read(
    frozen: FrozenReport, cast: Cast, today: datetime.date
) -> None:
    fanny, charlie = actor_for(cast.fanny, None, today), actor_for(cast.charlie, None, today)
    asked = reporting.Request(PERIOD, frozenset({cast.kpa.pk}))
    own = freeze(fanny, asked, AT)
    assert set(FrozenReport.objects.visible_to(fanny)) == {own}
    assert not FrozenReport.objects.visible_to(charlie).exists()
    assert not FrozenReport.objects.visible_to(Actor.nobody(today)).exists()
    with pytest.raises(PermissionDenied):
        freeze(charlie, asked, AT)
    with pytest.raises(PermissionDenied):
        explaining.explain(fanny, frozen)


def test_kpas_of_no_network_cannot_number(today: datetime.date, db: None) -> None:
    alone = kpa_named("KPA seul")
    with pytest.raises(ValidationError, match="aucun réseau"):
        freeze(Actor.command_line(today), reporting.Request(PERIOD, frozenset({alone.pk})), AT)


def test_what_changed_since_is_told_person_by_person(frozen: FrozenReport, odile: Actor, cast: Cast) -> None:
    assert explaining.explain(odile, frozen) == []
    Journey.objects.filter(pk=cast.amina_journey.pk).update(level="bac")
    Journey.objects.filter(pk=cast.lea_journey.pk).update(ended_on=datetime.date(2026, 2, 2), end_kind="exit")
    Journey.objects.filter(pk=cast.yanis_journey.pk).update(entered_on=datetime.date(2026, 6, 1))
    told = {each.difference.before: each for each in explaining.explain(odile, frozen)}
    amina = told[cast.amina_journey.pk]
    assert amina.why == "Niveau atteint : Non renseigné → Baccalauréat."
    assert (amina.difference.lost, amina.difference.gained) == (("level.unknown",), ("level.bac",))
    assert "Situation en fin de période : En KPA → Sortie." in told[cast.lea_journey.pk].why
    assert "n'est plus dans la période" in told[cast.yanis_journey.pk].why
    before, after = explaining.living(odile, frozen).first, explaining.living(odile, frozen).second
    moved = explaining.totals(each.difference for each in told.values())
    for figure in before.figures:
        now = after.figure(figure.key)
        assert now is not None
        assert (now.count or 0) - (figure.count or 0) == moved.get(figure.key, 0)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(then=facts(), now=facts())
def test_differences_add_up_to_the_figures(then: list, now: list) -> None:
    old, new = coded(then, Period(START, END)), coded(now, Period(START, END))
    moved = explaining.totals(differences(unpack(pack(old)), new))
    was, now_is = ({figure.key: figure.count or 0 for figure in figures_from(counts_of(rows))} for rows in (old, new))
    for key in was.keys() | now_is.keys():
        assert now_is.get(key, 0) - was.get(key, 0) == moved.get(key, 0)


def network() -> Organisation:
    """A network with one KPA."""
    made = Organisation.objects.create(kind=Kind.NETWORK, name="Réseau", name_key="reseau")
    Relation.objects.create(source=kpa_named("KPA 1"), kind=RelationKind.MEMBER, target=made, started_on=START)
    return made


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers_and_without_the_lock_would_not(
    today: datetime.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    network()
    actor = Actor.command_line(today)
    together(lambda: freeze(actor, ASKED, AT))
    assert sorted(each.number for each in FrozenReport.objects.all()) == ["2026-001", "2026-002"]
    taken = threading.Barrier(2)

    def without_lock(network: Organisation, year: int) -> int:
        rank = FrozenReport.objects.filter(network=network, year=year).count() + 1
        if connection.vendor == "postgresql":
            taken.wait(timeout=PATIENCE)
        return rank

    monkeypatch.setattr(freezing, "next_rank", without_lock)
    if connection.vendor == "postgresql":
        assert [type(each) for each in together(lambda: freeze(actor, ASKED, AT))] == [IntegrityError]
        return
    # SQLite lets one writer in at a time: both read the number first, then write one after the other.
    rank = without_lock(Organisation.objects.get(kind=Kind.NETWORK), AT.year)
    monkeypatch.setattr(freezing, "next_rank", lambda network, year: rank)
    freeze(actor, ASKED, AT)
    with pytest.raises(IntegrityError):
        freeze(actor, ASKED, AT)


def together(act: object) -> list[Exception]:
    """Do it in two threads at once on PostgreSQL, one after the other on SQLite; returns what went wrong."""
    wrong: list[Exception] = []

    def run() -> None:
        try:
            act()  # type: ignore[operator]
        except Exception as problem:
            wrong.append(problem)

    if connection.vendor != "postgresql":
        run()
        run()
        return wrong

    def alone() -> None:
        try:
            run()
        finally:
            connection.close()

    threads = [threading.Thread(target=alone) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    return wrong
