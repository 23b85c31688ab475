"""What is promised are the claims of the rule; a forecast warns exactly when the pot cannot pay them."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from maille.sharing.rules.cases import Case, Contribution, Pay, Reimburse, Rule, Split
from maille.sharing.rules.engine import share
from maille.sharing.rules.forecast import CLAIMS, claims_of, forecast, one_more_hour, unpaid_roles
from maille.sharing.rules.reading import RefusedCaseError, read_case
from tests.sharing import strategies

CASES = st.fixed_dictionaries(
    {
        "income": strategies.money,
        "expenses": st.lists(strategies.expense, max_size=4),
        "contributions": st.lists(strategies.contribution, max_size=8),
        "rule": strategies.rule,
    }
)


def read(data: dict[str, Any]) -> Case:
    """A case the engine takes."""
    case = read_case(data)
    try:
        share(case)
    except RefusedCaseError:
        assume(False)
    return case


@given(CASES)
def test_claims_are_those_the_engine_meets(data: dict[str, Any]) -> None:
    """A pot without end, and nothing but claims taking from it, pays each of them whole."""
    case = read(data)
    steps = [
        step if isinstance(step, Reimburse | Pay | Split) else Pay(0) for step in case.rule.steps
    ]  # a step that takes nothing keeps the numbers of the others
    rich = replace(case, income=10**12, rule=replace(case.rule, steps=tuple(steps)))
    before_splits = [number for number, step in enumerate(steps, 1) if isinstance(step, Split)]
    last = before_splits[0] if before_splits else len(steps)
    paid = {(line.step, line.kind, line.to): line.amount for line in share(rich).lines if line.kind in CLAIMS}
    found = {(claim.step, claim.kind, claim.to): claim.cents for claim in claims_of(case)}
    assert {at: cents for at, cents in found.items() if at[0] <= last} == paid  # a split leaves nothing after it


@given(CASES)
def test_lines_carry_the_same_claims(data: dict[str, Any]) -> None:
    case = read(data)
    found = {(claim.step, claim.kind, claim.to): claim.cents for claim in claims_of(case)}
    for line in share(case).lines:
        if line.kind in CLAIMS:
            assert line.figures["claim"] == found[line.step, line.kind, line.to]


@given(CASES)
def test_it_warns_when_claims_exceed_what_is_paid(data: dict[str, Any]) -> None:
    case = read(data)
    told = forecast(case)
    paid = sum(line.amount for line in told.result.lines if line.kind in CLAIMS)
    assert told.promised - told.missing == paid
    assert told.income == paid + told.others
    assert (told.missing > 0) == (paid < told.promised)
    assert all(0 <= each.percent <= 100 for each in told.shorts)
    if told.missing:
        figures = [line.figures for line in told.result.lines if "shortage" in line.figures]
        for each in told.shorts:
            assert each.missing > 0
        assert figures or all(each.paid == 0 for each in told.shorts)
    assert sum(each.cents for each in told.shares) == case.income


def budget(income: int, hours: int, rate: int = 2_000, shortage: str = "proportional") -> Case:
    """A contributory budget that pays coordination by the hour."""
    rule = Rule((Pay(rate, frozenset({"coordination"})),), shortage)
    half = Fraction(hours, 2)
    given = (Contribution("fanny", half, "coordination"), Contribution("lea", half, "coordination"))
    return Case(income, rule, (), given)


def test_ten_thousand_expected_for_fifteen_thousand_promised() -> None:
    """The budget that closed 2023 with 10 k€ in the pot for 15 k€ of recorded contributions (field notes)."""
    told = forecast(budget(1_000_000, 750))
    assert (told.promised, told.missing, told.others) == (1_500_000, 500_000, 0)
    assert [(each.step, each.kind, each.percent) for each in told.shorts] == [(1, "pay", 67)]
    assert [each.hourly for each in told.shares] == [1_333, 1_333]


def test_a_pot_that_holds_says_nothing() -> None:
    told = forecast(budget(1_500_000, 750))
    assert (told.missing, told.shorts) == (0, ())


def test_one_more_hour_of_coordination_costs_its_rate() -> None:
    case = budget(1_000_000, 500)
    (more,) = one_more_hour(case, forecast(case))
    assert (more.role, more.promised, more.missing, more.from_others) == ("coordination", 2_000, 2_000, 998)
    case = budget(2_000_000, 500)
    (more,) = one_more_hour(case, forecast(case))
    assert (more.promised, more.missing, more.from_others) == (2_000, 0, 2_000)


@given(CASES)
def test_one_more_hour_never_promises_less(data: dict[str, Any]) -> None:
    case = read(data)
    for each in one_more_hour(case, forecast(case)):
        assert each.promised >= 0
        assert each.missing >= forecast(case).missing


@given(CASES)
def test_a_role_said_unpaid_is_never_paid(data: dict[str, Any]) -> None:
    """Whoever works in such roles alone gets nothing for work, however rich the pot."""
    case = read(data)
    unpaid = set(unpaid_roles(case))
    roles: dict[str, set[str]] = {}
    for each in case.contributions:
        roles.setdefault(each.person, set()).add(each.role)
    told = forecast(replace(case, income=10**9))
    for each_ in told.shares:
        if each_.hours and roles[each_.to] <= unpaid:
            only_work = [line for line in told.result.lines if line.to == each_.to and line.kind in ("pay", "floor")]
            assert not only_work


def test_selling_that_no_step_pays_is_named() -> None:
    case = budget(1_000_000, 10)
    given_ = (*case.contributions, Contribution("yanis", Fraction(3), "vente"))
    assert unpaid_roles(replace(case, contributions=given_)) == ("vente",)
    assert unpaid_roles(case) == ()
