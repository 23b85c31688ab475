"""The engine, the worked examples, and the specification written a second time agree on every line."""

import json
import pathlib
from typing import Any

import pytest
from hypothesis import assume, given, settings

from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import RefusedCaseError, read_case
from maille.sharing.rules.results import Result
from maille.sharing.rules.wording import because
from tests.sharing.oracle import Oracle
from tests.sharing.strategies import case

CASES = pathlib.Path(__file__).with_name("cases")


def run(data: Any) -> Result:
    """Read and share; a refused case is not one of ours."""
    try:
        return share(read_case(data))
    except RefusedCaseError:
        assume(False)
        raise


def lines(result: Result) -> list[tuple[int, str, str, int]]:
    """Without the reasons."""
    return [(each.step, each.kind, each.to, each.amount) for each in result.lines]


def test_the_saturday_workshop() -> None:
    """The worked example, to the cent."""
    result = run(json.loads((CASES / "atelier.json").read_text()))
    assert result.totals == {
        "fanny": 18237,
        "amina": 22997,
        "host": 7879,
        "collective": 6239,
        "yanis": 12880,
        "lea": 18168,
    }


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("proportional", [600_000, 300_000, 100_000]),
        ("equal_awards", [425_000, 425_000, 150_000]),
        ("equal_losses", [725_000, 275_000, 0]),
    ],
)
def test_ten_thousand_euros_for_fifteen_thousand_claimed(method: str, expected: list[int]) -> None:
    claims = {"amina": 900_000, "lea": 450_000, "yanis": 150_000}
    data = {
        "income": 1_000_000,
        "expenses": [{"to": who, "amount": amount} for who, amount in claims.items()],
        "rule": {"shortage": method, "steps": [{"kind": "reimburse"}]},
    }
    assert [run(data).totals.get(who, 0) for who in claims] == expected


@settings(max_examples=600)
@given(case)
def test_every_line_of_any_case(data: Any) -> None:
    result = run(data)
    assert lines(result) == Oracle(data).lines


@settings(max_examples=300)
@given(case)
def test_nothing_is_lost_nor_taken_back_and_every_line_has_its_reason(data: Any) -> None:
    result = run(data)
    assert sum(result.totals.values()) == data["income"]
    assert all(each.amount > 0 for each in result.lines)
    for each in result.lines:
        sentence = because(each)
        assert sentence.endswith(".")
        assert not any(name in sentence for name in ("amina", "lea ", "yanis", "fanny", "None", "Fraction"))
        json.dumps(each.figures)


@settings(max_examples=200)
@given(case)
def test_the_same_case_gives_the_same_lines(data: Any) -> None:
    assert lines(run(data)) == lines(run(json.loads(json.dumps(data))))


@pytest.mark.parametrize(
    ("step", "due"),
    [
        ({"kind": "host", "to": "host", "scale": [{"up_to": None, "rate": "50"}]}, "50,00"),
        ({"kind": "percent", "to": "host", "rate": "50", "of": "income"}, "50,00"),
    ],
)
def test_a_part_the_pot_cannot_pay_says_so(step: dict[str, Any], due: str) -> None:
    """At most the pot; the reason does not let people believe that 50 % of 100 € make 20 €."""
    first = {"kind": "percent", "to": "collective", "rate": "80"}
    result = run({"income": 10_000, "rule": {"steps": [first, step]}})
    reasons = [because(each).replace("\u00a0", " ").replace("\u202f", " ") for each in result.lines]
    assert result.totals == {"collective": 8_000, "host": 2_000}
    assert "il ne restait que" not in reasons[0]
    assert reasons[1].endswith(f"Cela ferait {due} €, mais il ne restait que 20,00 €.")


def test_a_year_begun_below_zero_pays_from_zero_on() -> None:
    """due() of what is not above zero is nothing: 50 € lost, then 80 € earned, count for 30 €."""
    scale = [{"up_to": 1_000, "rate": "20"}, {"up_to": None, "rate": "10"}]
    step = {"kind": "host", "to": "host", "year_to_date": -5_000, "scale": scale}
    assert run({"income": 8_000, "rule": {"steps": [step]}}).totals["host"] == 200 + 200


def test_points_nobody_gave_are_none() -> None:
    given_ = [{"person": "amina", "hours": "1", "points": "3"}, {"person": "lea", "hours": "9"}]
    step = {"kind": "split", "keys": [{"key": "points", "part": "100"}]}
    assert run({"income": 700, "contributions": given_, "rule": {"steps": [step]}}).totals == {"amina": 700}
