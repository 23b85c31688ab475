"""The report of the synthetic register is the published one, figure by figure (data/bilan-2022-2023.json)."""

import datetime
import json
import pathlib
from typing import Any

import pytest
from django.core.management import call_command

from maille.impact import reporting
from maille.impact.rules.periods import Period
from maille.network.rules.roles import Actor
from tests import oracle
from tests.impact.registers import END, START, write_published_register

SOURCE = json.loads((pathlib.Path(__file__).parent / "data/bilan-2022-2023.json").read_text())


@pytest.fixture
def published(db: None) -> None:
    """The 267 people."""
    write_published_register()


def as_json(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    """What the command prints."""
    call_command("report", "--from", "2022-03-01", "--to", "2023-12-31", "--format", "json", *more)
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_every_figure_is_the_published_one(published: None, capsys: pytest.CaptureFixture[str]) -> None:
    figures = {each["key"]: each for each in as_json(capsys)["indicators"]}
    wrong = [
        (key, what, figures[key][what], value)
        for key, what, value in oracle.published(SOURCE)
        if figures[key][what] != value
    ]
    assert wrong == []


def test_the_report_has_exactly_the_designed_shape(published: None, capsys: pytest.CaptureFixture[str]) -> None:
    report = as_json(capsys)
    assert list(report) == ["period", "audience", "indicators", "turnover"]
    assert report["period"] == SOURCE["period"]
    shape = ["key", "base", "count", "pct", "label", "definition", "known", "notes"]
    assert all(list(each) == shape for each in report["indicators"])
    assert report["indicators"][0]["base"] is None
    assert report["indicators"][0]["pct"] is None


def test_it_equals_an_independent_computation(published: None) -> None:
    from maille.config.demo import register

    counts = oracle.report([row.cells() for row in register.rows()], START, END)
    actor = Actor.command_line(datetime.date(2024, 1, 15))
    report = reporting.build(actor, reporting.Request(Period(START, END)))
    assert {figure.key: (figure.base, figure.count) for figure in report.figures} == counts


def test_a_base_under_eighty_says_so(published: None, capsys: pytest.CaptureFixture[str]) -> None:
    figures = {each["key"]: each for each in as_json(capsys)["indicators"]}
    assert figures["registered_for.<6"]["notes"] == ["effectif inférieur à 80"]
    assert figures["exit.employment"]["notes"] == []
