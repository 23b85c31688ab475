"""An attacker who reads the network's report and every KPA's cannot tell any hidden count (design: suppression)."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from maille.impact.rules.audiences import figures_of_some, figures_of_unit
from maille.impact.rules.counting import count
from maille.impact.rules.dimensions import JourneyFacts
from maille.impact.rules.indicators import Counts
from maille.impact.rules.periods import Period
from maille.impact.rules.report import HIDDEN_NOTE, Report, figures_from
from maille.impact.rules.suppression import NETWORK, Unit, cell_values, hide_small
from tests.impact.attacker import Attacker
from tests.impact.registers import END, START

PERIOD = Period(START, END)
ENTRY, LEFT = datetime.date(2022, 6, 1), datetime.date(2023, 1, 31)


@st.composite
def people(draw: st.DrawFn, most: int = 9) -> list[JourneyFacts]:
    """People of two or three KPAs, each in one, with the answers that small counts hide in."""
    found = []
    for kpa in range(1, draw(st.integers(2, 3)) + 1):
        for rank in range(draw(st.integers(1, most))):
            left = draw(st.booleans())
            outcome, detail = draw(st.sampled_from([("employment", "cdi"), ("employment", ""), ("none", ""), ("", "")]))
            found.append(
                JourneyFacts(
                    id=100 * kpa + rank,
                    person=100 * kpa + rank,
                    kpa=kpa,
                    entered_on=ENTRY,
                    ended_on=LEFT if left else None,
                    end_kind="exit" if left else "",
                    sex=draw(st.sampled_from("FFH")),
                    birth_date=draw(st.sampled_from([datetime.date(2000, 1, 1), datetime.date(1980, 1, 1), None])),
                    department=draw(st.sampled_from(["59", "59", "62"])),
                    level=draw(st.sampled_from(["bac", "cap_bep", "cap_bep"])),
                    qpv=draw(st.sampled_from([True, True, False, None])),
                    registered_on=draw(st.sampled_from([None, datetime.date(2022, 1, 1)])),
                    outcome=outcome if left else "",
                    detail=detail if left else "",
                )
            )
    return found


def tables_of(journeys: list[JourneyFacts]) -> dict[Unit, Counts]:
    """The network's counts and each KPA's."""
    kpas = sorted({one.kpa for one in journeys})
    alone: dict[Unit, Counts] = {kpa: count(journeys, PERIOD, frozenset({kpa})) for kpa in kpas}
    return {NETWORK: count(journeys, PERIOD)} | alone


def printed(tables: Mapping[Unit, Counts], audience: str) -> dict[str, dict[str, Any]]:
    """Every report of the table, as JSON prints it; "" is the network's."""
    return {
        "" if unit is NETWORK else str(unit): Report(
            PERIOD, audience, figures_of_unit(tables, unit, audience)
        ).as_json()
        for unit in tables
    }


def assert_each_could_be_another(journeys: list[JourneyFacts], audience: str) -> None:
    """For each hidden count, another table fits what is printed; it speaks for every count that differs in it."""
    tables = tables_of(journeys)
    truth = {
        (figure.key, "" if unit is NETWORK else str(unit)): figure.count or 0
        for unit, counts in tables.items()
        for figure in figures_from(counts)
    }
    attacker = Attacker(printed(tables, audience))
    most = 2 * len(journeys) + 10
    safe: set[tuple[str, str]] = set()
    for cell in attacker.hidden():
        true = truth[cell]
        others = [value for step in range(1, most) for value in (true + step, true - step) if 1 <= value <= most]
        if cell not in safe:
            table = attacker.another(cell, others, most)
            assert table, f"{cell} can only be {true}"
            safe |= {each for each, value in table.items() if value != truth.get(each, value)}


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(journeys=people(), audience=st.sampled_from(["internal", "public"]))
def test_each_hidden_count_could_be_another(journeys: list[JourneyFacts], audience: str) -> None:
    """Not shrunk when it fails, which would take minutes: the example printed is small already."""
    assert_each_could_be_another(journeys, audience)


def test_a_move_is_found_where_the_quick_ways_go_astray() -> None:
    """In the second KPA two people left, one of them to a job: hiding how many stayed there is what protects it.

    With five people in the KPA shown, both ways of leaving could only be 1.
    """
    young, older = {"birth_date": datetime.date(2000, 1, 1)}, {"birth_date": datetime.date(1980, 1, 1)}
    placed = {"department": "59", "level": "cap_bep", "registered_on": datetime.date(2022, 1, 1)}
    stories: dict[int, list[tuple[str, dict[str, Any]]]] = {
        1: [("none", {}), ("", {}), ("employment", {}), ("", {})],
        2: [
            ("", {"qpv": False}),
            ("", {"qpv": True}),
            ("none", {"qpv": True, "level": "bac"}),
            ("employment", {"qpv": True}),
            ("", {"qpv": True, **older}),
            ("", {"qpv": True, **young}),
            ("", {"qpv": False, **placed}),
        ],
        3: [("unknown", {}), ("", {}), ("none", {}), ("none", {"qpv": True, **placed, **older})],
    }
    journeys = [
        JourneyFacts(
            100 * kpa + rank, 100 * kpa + rank, kpa, ENTRY, LEFT if outcome else None, outcome=outcome, **facts
        )
        for kpa, people_there in stories.items()
        for rank, (outcome, facts) in enumerate(people_there)
    ]
    assert_each_could_be_another(journeys, "internal")


@settings(max_examples=5, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(journeys=people(4), audience=st.sampled_from(["internal", "public"]))
def test_the_search_alone_protects_as_well(journeys: list[JourneyFacts], audience: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("maille.impact.rules.moves.WAYS", ())
        assert_each_could_be_another(journeys, audience)


def test_without_companions_the_attacker_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few people of one level among many: hiding their count alone would be vain."""
    monkeypatch.setattr("maille.impact.rules.suppression.protect", lambda system, hidden: hidden)
    levels = ["bac"] * 2 + ["cap_bep"] * 20
    one = [JourneyFacts(rank, rank, 1 + rank % 2, ENTRY, level=level) for rank, level in enumerate(levels * 2)]
    attacker = Attacker(printed(tables_of(one), "internal"))
    assert ("level.bac", "1") in attacker.hidden()
    assert not attacker.another(("level.bac", "1"), [1, 3, 4, 5], 50)


@settings(max_examples=25, deadline=None)
@given(journeys=people())
def test_no_small_count_is_printed(journeys: list[JourneyFacts]) -> None:
    for audience, limit in (("internal", 4), ("public", 10)):
        for report in printed(tables_of(journeys), audience).values():
            figures = {each["key"]: each for each in report["indicators"]}
            for each in figures.values():
                for number in (each["count"], each["base"]):
                    assert number is None or number == 0 or number > limit
                if None not in (each["base"], each["known"]):
                    assert not 0 < each["base"] - each["known"] <= limit
                if each["count"] is None or (each["base"] is None and each["key"] != "cooperants"):
                    assert each["pct"] is None
                    assert HIDDEN_NOTE in each["notes"]


@settings(max_examples=25, deadline=None)
@given(journeys=people())
def test_what_the_internal_audience_does_not_see_the_public_does_not_either(journeys: list[JourneyFacts]) -> None:
    tables = tables_of(journeys)
    assert hide_small(tables, "internal").cells <= hide_small(tables, "public").cells
    assert hide_small(tables, "team").cells == frozenset()


@settings(max_examples=25, deadline=None)
@given(journeys=people())
def test_some_kpas_together_tell_no_more_than_each_alone(journeys: list[JourneyFacts]) -> None:
    tables = tables_of(journeys)
    alone = printed(tables, "internal")
    some = figures_of_some(tables, frozenset({1, 2}), count(journeys, PERIOD, frozenset({1, 2})), "internal")
    for figure in some:
        if figure.count is not None:
            parts = [
                next((each["count"] for each in alone[kpa]["indicators"] if each["key"] == figure.key), 0)
                for kpa in "12"
            ]
            assert None not in parts
            assert sum(parts) == figure.count


def test_somebody_in_two_kpas_stops_nothing() -> None:
    twice = [
        JourneyFacts(1, 1, 1, ENTRY, datetime.date(2022, 9, 1), "exit", outcome="none"),
        JourneyFacts(2, 1, 2, datetime.date(2022, 10, 1)),
        JourneyFacts(3, 2, 1, ENTRY),
    ]
    hidden = hide_small(tables_of(twice), "internal")
    values, _ = cell_values(tables_of(twice))
    assert {cell for cell, value in values.items() if value} == hidden.cells


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_it_hides_little_more_than_it_must(audience: str) -> None:
    """On the synthetic register: what is hidden is small counts and few companions, and the network keeps its own."""
    from maille.config.demo import register
    from tests.impact.registers import facts_of_register

    tables = tables_of(facts_of_register(register.rows()))
    values, _ = cell_values(tables)
    limit = {"internal": 4, "public": 10}[audience]
    small = {cell for cell, value in values.items() if 0 < value <= limit}
    hidden = hide_small(tables, audience).cells
    assert small <= hidden
    assert len(hidden) <= len(small) * 1.25
    assert sum(unit is NETWORK for _, unit in hidden) <= sum(unit is NETWORK for _, unit in small) + 8
