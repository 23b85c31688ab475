"""The synthetic register gives every figure of the published report, by a computation that is not Maille's."""

import json
import pathlib
from collections import Counter
from datetime import date

import pytest

from maille.config.demo.plan import LONGEST, QUOTAS, TURNOVER
from maille.config.demo.register import FROM, TO, Row, rows
from maille.journeys.rules.dates import age_on, completed_months
from maille.journeys.rules.names import is_name
from tests import oracle

SOURCE = json.loads((pathlib.Path(__file__).parents[1] / "impact/data/bilan-2022-2023.json").read_text())
FIGURES = oracle.published(SOURCE)


@pytest.fixture(scope="module")
def counts() -> oracle.Counts:
    """The report of the synthetic register, computed by the oracle."""
    return oracle.report([row.cells() for row in rows()], FROM, TO)


def test_the_period_is_the_published_one() -> None:
    assert (FROM.isoformat(), TO.isoformat()) == (SOURCE["period"]["from"], SOURCE["period"]["to"])


@pytest.mark.parametrize(("key", "what", "value"), FIGURES, ids=[f"{key} {what}" for key, what, _ in FIGURES])
def test_it_gives_the_published_figure(counts: oracle.Counts, key: str, what: str, value: int) -> None:
    base, count = counts[key]
    assert {"base": base, "count": count, "pct": oracle.share(count, base) if base is not None else None}[what] == value


def test_no_figure_of_the_file_is_forgotten() -> None:
    """Leaves of the file that hold a number, less those that are not indicators (turnover, period)."""

    def numbers(value: object) -> int:
        if isinstance(value, dict):
            return sum(numbers(each) for each in value.values())
        return int(isinstance(value, int))

    # 72 is told once as a count and again in the name of five shares; "26 months" is the length of one stay.
    repeated = sum(1 for key, what, _ in FIGURES if what == "base") + 1
    assert numbers({k: v for k, v in SOURCE.items() if k != "turnover_excl_tax_eur"}) - 1 == len(FIGURES) - repeated


def test_the_longest_stay_still_under_way_is_of_26_months() -> None:
    stays = [completed_months(row.entree, TO) for row in rows() if row.sortie is None or row.sortie > TO]
    assert sorted(stays)[-2:] == [21, 26]


def test_the_turnover_is_the_published_one() -> None:
    published = [(line["kpa"], line.get("year"), line["amount"] * 100) for line in SOURCE["turnover_excl_tax_eur"]]
    assert list(TURNOVER) == published


def test_each_kpa_keeps_its_own_rules() -> None:
    for row in rows():
        assert row.duree_prevue_mois <= LONGEST.get(row.kpa, 24)
        assert age_on(row.date_naissance, row.entree) >= 16
        if row.kpa in {"Les Coopains à Bord", "KPA Touraine"}:
            assert age_on(row.date_naissance, row.entree) <= 25
        if row.kpa == "Les Coopains à Bord":
            assert row.sortie is not None
            assert completed_months(row.entree, row.sortie) <= 12
    women = Counter(row.sexe for row in rows() if row.kpa == "Coop Manau")
    assert women["F"] > 0.9 * women.total()


def test_people_are_plausible() -> None:
    people: dict[tuple[str, str], set[date]] = {}
    for row in rows():
        assert is_name(row.nom)
        assert is_name(row.prenom)
        people.setdefault((row.nom, row.prenom), set()).add(row.date_naissance)
        if row.inscription_ft:
            assert age_on(row.date_naissance, row.inscription_ft) >= 16
    assert len(people) == 267
    assert all(len(births) == 1 for births in people.values())
    cast = {"Amina", "Léa", "Yanis", "Fanny", "Karim", "Odile", "Charlie"}
    assert not cast & {first for _, first in people}


def test_somebody_who_came_back_has_journeys_that_do_not_overlap() -> None:
    mine: dict[tuple[str, str], list[Row]] = {}
    for row in rows():
        mine.setdefault((row.nom, row.prenom), []).append(row)
    back = [journeys for journeys in mine.values() if len(journeys) > 1]
    assert len(back) == 9
    assert all(first.sortie is not None and first.sortie < second.entree for first, second in back)


def test_everybody_is_in_one_of_eleven_kpas_and_the_same_at_each_call() -> None:
    assert len(QUOTAS) == 11
    assert {row.kpa for row in rows()} == {quota.kpa for quota in QUOTAS}
    first = rows()
    rows.cache_clear()
    assert rows() == first
