"""Two rules on the same jobs: each side adds up to the income, names are read once, nothing is written."""

import datetime
import html
import itertools
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from maille.sharing.actions import comparisons
from maille.sharing.actions.receipts import receive
from maille.sharing.models import Distribution, RuleDraft
from maille.sharing.rules.comparing import side_by_side
from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import RefusedCaseError, read_case
from maille.sharing.rules.results import Result
from tests.cast import Cast
from tests.sharing.pots.help import DAY, NOW, Buffet, job_of
from tests.sharing.shares.help import CONTENT, adopt, gave, spent, the_buffet
from tests.sharing.strategies import case, rule

LATER = datetime.date(2026, 11, 1)


def results(data: dict[str, Any], other: dict[str, Any]) -> tuple[Result, Result] | None:
    try:
        return share(read_case(data)), share(read_case({**data, "rule": other}))
    except RefusedCaseError:
        return None


@given(st.lists(st.tuples(case, rule), max_size=4))
def test_both_sides_add_up_to_the_income(cases: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    pairs = [pair for each in cases if (pair := results(*each)) is not None]
    rows = side_by_side(pairs)
    income = sum(first.income for first, _ in pairs)
    assert sum(row.first for row in rows) == sum(row.second for row in rows) == income
    assert sum(row.difference for row in rows) == 0
    assert len({row.to for row in rows}) == len(rows)
    for row in rows:
        assert row.first == sum(first.totals.get(row.to, 0) for first, _ in pairs)
        assert row.second == sum(second.totals.get(row.to, 0) for _, second in pairs)


def test_results_of_different_cases_are_not_compared() -> None:
    with pytest.raises(ValueError, match="different cases"):
        side_by_side([(Result(1, ()), Result(2, ()))])


def fanny(buffet: Buffet) -> Client:
    client = Client()
    client.force_login(buffet.cast.fanny)
    return client


def read(client: Client, cast: Cast, query: str = "") -> str:
    response = client.get(f"/regles/comparer/?kpa={cast.kpa.pk}{query}")
    assert response.status_code == 200
    text = html.unescape(re.sub("<[^>]+>", "", response.content.decode()))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_person_by_person_on_past_jobs(cast: Cast, today: datetime.date) -> None:
    buffet = the_buffet(cast, today)
    text = read(fanny(buffet), cast, "&a=vigueur&b=t-equal")
    for words in (
        "Amina Benali",
        "Yanis Mercier",
        "864,00 €",
        "Ce que B change",
        "à parts égales",
        "pas un salaire net",
    ):
        assert words in text
    assert "Les deux règles donnent exactement la même chose" in read(fanny(buffet), cast, "&a=vigueur&b=vigueur")
    assert not Distribution.objects.exists()


def test_each_job_keeps_the_rule_of_its_day(cast: Cast, today: datetime.date) -> None:
    buffet = the_buffet(cast, today)
    equal = {"steps": [{"kind": "reimburse"}, {"kind": "split", "keys": [{"key": "equal", "part": "1"}]}]}
    adopt(cast.kpa, equal, LATER)
    known = comparisons.candidates(cast.kpa, LATER)
    in_force = known.get("vigueur", "vigueur")
    assert known.content(in_force, None, buffet.job.day) == CONTENT
    assert known.content(in_force, None, LATER) == equal
    assert known.content(in_force, None, datetime.date(2020, 1, 1)) is None
    tried = comparisons.try_on_jobs([buffet.job], known, in_force, known.get("t-equal", "vigueur"), LATER)
    assert tried[0].pair is not None
    assert tried[0].pair[0].totals["host"] > 0


def test_a_rule_that_cannot_be_computed_says_why(cast: Cast, today: datetime.date) -> None:
    buffet = the_buffet(cast, today)
    points = {"steps": [{"kind": "split", "keys": [{"key": "points", "part": "1"}]}]}
    draft = RuleDraft.objects.create(rule=adopt(cast.kpa, day=LATER).rule, name="Points", content=points,
                                     entered_at=datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC))  # fmt: skip
    text = read(fanny(buffet), cast, f"&a=vigueur&b=d{draft.pk}")
    assert "Règle B : L'étape 1, clé 1" in text


def test_only_the_ticked_jobs_count(cast: Cast, today: datetime.date) -> None:
    buffet = the_buffet(cast, today)
    other = job_of(cast.kpa, "Marché de mai", activity=buffet.activity)
    gave(other, buffet.lea, buffet.roles["cuisine"], "2")
    receive(buffet.actor, other, "receipt", 10_000, 0, DAY, now=NOW)
    assert "Sur 2 prestations" in read(fanny(buffet), cast)
    text = read(fanny(buffet), cast, f"&job={other.pk}")
    assert "Sur une prestation" in text
    assert "100,00 € à partager" in text
    assert "864,00" not in text
    assert "Sur 0 prestations" in read(fanny(buffet), cast, "&until=2020-01-01")


def test_a_case_made_up_on_the_page(cast: Cast, today: datetime.date) -> None:
    buffet = the_buffet(cast, today)
    query = "&income=300&expenses=30&hours_A=6&role_A=cuisine&hours_B=2,5&role_B=livraison&a=t-hours&b=t-equal"
    text = read(fanny(buffet), cast, query)
    assert "Personne A" in text
    assert "Qui a avancé les frais" in text
    assert "300,00 € à partager" in text
    assert "Écrivez un montant" in read(fanny(buffet), cast, "&income=beaucoup")


def test_many_jobs_cost_no_more_queries(cast: Cast, today: datetime.date) -> None:
    buffet = the_buffet(cast, today)
    client = fanny(buffet)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client, cast)
        return len(queries)

    few = asked()
    for rank, who in zip(range(15), itertools.cycle([buffet.amina, buffet.lea, buffet.yanis]), strict=False):
        job = job_of(cast.kpa, f"Marché {rank}", activity=buffet.activity)
        gave(job, who, buffet.roles["cuisine"], "2")
        spent(job, who, 100)
        receive(buffet.actor, job, "receipt", 10_000, 0, DAY, now=NOW)
    assert asked() == few
