"""The suggested price is the lowest that pays materials, the host and each hour its target."""

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maille.activities.rules.exact import largest_remainder
from maille.activities.rules.pricing import Cost, Material, PriceError, cost_of, margin_at

QUANTITIES = st.fractions(min_value=0, max_value=1000, max_denominator=1000)
MATERIALS = st.lists(st.builds(Material, QUANTITIES, st.integers(0, 10**6)), max_size=6)
RATES = st.decimals(min_value=0, max_value="99.99", places=2).map(Fraction)
COSTS = st.builds(cost_of, MATERIALS, st.integers(0, 10_000), st.integers(0, 10_000), RATES)


def test_a_buffet_for_one() -> None:
    """3,20 € of food, 18 minutes at 14 €, 11,5 % of the margin: 4,20 € of work needs 4,7458 € of margin."""
    cost = cost_of([Material(Fraction("0.4"), 800)], 18, 1_400, Fraction("11.5"))
    assert cost.suggested == 795
    at = margin_at(cost, 795)
    assert (at.margin, at.host) == (475, Fraction("54.625"))
    assert at.hourly is not None
    assert at.hourly >= 1_400


@given(COSTS)
def test_it_pays_each_hour_and_one_cent_less_does_not(cost: Cost) -> None:
    assume(cost.minutes)
    earned, less = margin_at(cost, cost.suggested).hourly, margin_at(cost, cost.suggested - 1).hourly
    assert earned is not None
    assert less is not None
    assert earned >= cost.target_rate > less


@given(COSTS)
def test_without_work_it_pays_what_is_bought(cost: Cost) -> None:
    assume(not cost.minutes)
    assert cost.suggested - 1 < cost.materials <= cost.suggested
    assert margin_at(cost, cost.suggested).hourly is None


@given(COSTS, st.integers(0, 10**7))
def test_every_cent_of_the_price_goes_somewhere(cost: Cost, price: int) -> None:
    at = margin_at(cost, price)
    assert at.materials + at.host + at.left == price
    assert at.host >= 0
    assert (at.left < 0) == (at.margin < 0)


@given(COSTS, st.integers(0, 10**7))
def test_what_is_shown_adds_up_to_the_price(cost: Cost, price: int) -> None:
    at = margin_at(cost, price)
    assert sum(at.shown) == price
    exact = (at.materials, at.host, at.left)
    assert all(abs(shown - part) < 1 for shown, part in zip(at.shown, exact, strict=True))


def test_half_cents_are_given_once() -> None:
    """333,5 c of materials, 76,6475 c for the host, 589,8525 c for hours: each rounded alone would make 1 001."""
    at = margin_at(cost_of([Material(Fraction(667, 2), 1)], 60, 0, Fraction("11.5")), 1000)
    assert at.shown == (333, 77, 590)


@given(st.lists(QUANTITIES, max_size=6), st.booleans())
def test_lines_add_up_to_their_sum(parts: list[Fraction], up: bool) -> None:
    whole = math.ceil(sum(parts)) if up else math.floor(sum(parts))
    shown = largest_remainder(parts, whole)
    assert sum(shown) == whole or not parts
    assert all(abs(cents - part) < 1 for cents, part in zip(shown, parts, strict=True))


@given(COSTS, st.integers(0, 10**6), st.integers(1, 10**5))
def test_a_higher_price_never_earns_less(cost: Cost, price: int, more: int) -> None:
    assert margin_at(cost, price + more).left > margin_at(cost, price).left


@pytest.mark.parametrize("rate", [100, 101, Fraction("100.01"), -1])
def test_a_host_that_takes_everything_is_refused(rate: Fraction) -> None:
    with pytest.raises(PriceError, match="moins de 100"):
        cost_of([], 60, 1_400, Fraction(rate))


def test_no_price_has_no_margin_in_percent() -> None:
    cost = cost_of([Material(Fraction(1), 100)], 0, 0, Fraction(0))
    assert margin_at(cost, 0).percent is None
    assert margin_at(cost, 400).percent == 75
