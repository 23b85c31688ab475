"""`./maille demo` then `./maille report` on the published period: every figure, as published and as the oracle."""

import io
import json
import pathlib
from typing import Any

import pytest
from django.core.management import call_command

from maille.config.demo import load
from maille.config.demo.register import FROM, TO, rows
from maille.config.management.commands.demo import FIRST_DAY
from tests import oracle

pytestmark = pytest.mark.django_db
SOURCE = json.loads((pathlib.Path(__file__).parents[1] / "impact/data/bilan-2022-2023.json").read_text())


@pytest.fixture
def report() -> dict[str, Any]:
    """What the command prints, once the demonstration is installed."""
    load.load(FIRST_DAY, lambda what, count: None)
    said = io.StringIO()
    call_command("report", "--from", "2022-03-01", "--to", "2023-12-31", "--format", "json", stdout=said)
    printed: dict[str, Any] = json.loads(said.getvalue())
    return printed


def test_it_equals_the_published_figures_and_the_oracle(report: dict[str, Any]) -> None:
    indicators = {line["key"]: line for line in report["indicators"]}
    wrong = [
        (key, what, value, indicators[key][what])
        for key, what, value in oracle.published(SOURCE)
        if indicators[key][what] != value
    ]
    assert wrong == []
    counts = oracle.report([row.cells() for row in rows()], FROM, TO)
    told = {key: (line["base"], line["count"]) for key, line in indicators.items()}
    assert told == {key: pair for key, pair in counts.items() if key in told}
    assert {key for key in counts if key not in told} <= {"department.unknown"}


def test_it_lists_the_published_turnover(report: dict[str, Any]) -> None:
    published = [
        {"kpa": line["kpa"], "year": line.get("year"), "cents": line["amount"] * 100}
        for line in SOURCE["turnover_excl_tax_eur"]
    ]

    def by_kpa(line: dict[str, Any]) -> tuple[str, int]:
        return (line["kpa"], line["year"] or 0)

    assert sorted(report["turnover"], key=by_kpa) == sorted(published, key=by_kpa)
