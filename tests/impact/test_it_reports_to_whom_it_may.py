"""Who reads which report, and who is behind a figure."""

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from maille.impact import access, reporting
from maille.impact.rules.periods import Period
from maille.impact.rules.report import figures_from
from maille.impact.tally import tally
from maille.network.access import actor_for
from maille.network.models import Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Actor, Role
from tests.cast import Cast, member, organisation
from tests.impact.registers import END, START, write_published_register

PERIOD = Period(datetime.date(2025, 1, 1), datetime.date(2026, 5, 31))
ASKED = reporting.Request(PERIOD)


@pytest.fixture
def actors(cast: Cast, today: datetime.date) -> dict[str, Actor]:
    """The cast, and a funder and a manager of La Cape."""
    funder = organisation("Fondation", Kind.FUNDER)
    Relation.objects.create(source=funder, kind=RelationKind.FUNDER, target=cast.kpa, started_on=START)
    users = {name: getattr(cast, name) for name in ("fanny", "karim", "odile", "charlie")}
    users["funder"] = member("Financeur", funder, Role.OBSERVER)
    users["manager"] = member("Responsable", cast.lead, Role.MANAGER)
    return {name: actor_for(user, None, today) for name, user in users.items()}


@pytest.mark.parametrize(
    ("who", "ours", "theirs"),
    [
        ("fanny", ("team", "internal", "public"), ()),
        ("karim", ("team", "internal", "public"), ()),
        ("odile", ("team", "internal", "public"), ("team", "internal", "public")),
        ("manager", ("internal", "public"), ()),
        ("funder", ("public",), ()),
        ("charlie", (), ("team", "internal", "public")),
    ],
)
def test_each_has_their_audiences(
    actors: dict[str, Actor], cast: Cast, who: str, ours: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    for kpa, expected in ((cast.kpa, ours), (cast.other_kpa, theirs)):
        assert access.audiences_for(actors[who], frozenset({kpa.pk})) == expected
        for audience in access.AUDIENCES:
            asked = reporting.Request(PERIOD, frozenset({kpa.pk}), audience)
            if audience in expected:
                reporting.build(actors[who], asked)
            else:
                with pytest.raises(PermissionDenied):
                    reporting.build(actors[who], asked)


def test_nobody_reads_nothing(cast: Cast, today: datetime.date) -> None:
    for audience in access.AUDIENCES:
        with pytest.raises(PermissionDenied):
            reporting.build(Actor.nobody(today), replace(ASKED, audience=audience))


def test_the_people_behind_a_figure_are_as_many_as_it_says(today: datetime.date, db: None) -> None:
    write_published_register()
    actor, asked = Actor.command_line(today), reporting.Request(Period(START, END))
    for figure in figures_from(tally(asked.period)):
        assert reporting.people_behind(actor, asked, figure.key).count() == figure.count, figure.key


def test_the_people_behind_are_for_those_who_open_their_files(actors: dict[str, Actor], cast: Cast) -> None:
    behind = reporting.people_behind(actors["fanny"], ASKED, "women")
    assert set(behind) == {cast.amina_journey, cast.lea_journey}
    assert not reporting.people_behind(actors["charlie"], ASKED, "women").exists()
    with pytest.raises(PermissionDenied):
        reporting.people_behind(actors["manager"], replace(ASKED, audience="internal"), "women")
    with pytest.raises(KeyError):
        reporting.people_behind(actors["fanny"], ASKED, "department.59'; --")
    with pytest.raises(KeyError):
        reporting.people_behind(actors["fanny"], ASKED, "no_such_key")


def test_a_kpas_report_is_the_same_alone_or_with_the_network(today: datetime.date, db: None) -> None:
    kpas = write_published_register()
    actor = Actor.command_line(today)
    for audience in ("internal", "public"):
        cape = reporting.Request(Period(START, END), frozenset({kpas["La Cape"].pk}), audience)
        own = replace(actor, everything=False, figures=frozenset({kpas["La Cape"].pk}))
        assert reporting.build(actor, cape).figures == reporting.build(own, replace(cape, kpas=frozenset())).figures


def test_all_kpas_by_name_are_the_network(today: datetime.date, db: None) -> None:
    kpas = frozenset(kpa.pk for kpa in write_published_register().values())
    actor = Actor.command_line(today)
    for audience in access.AUDIENCES:
        whole = reporting.Request(Period(START, END), audience=audience)
        assert reporting.build(actor, replace(whole, kpas=kpas)).figures == reporting.build(actor, whole).figures
