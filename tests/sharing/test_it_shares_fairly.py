"""Not to be taken on trust: more hours never give less, order and scale change nothing, caps and floors hold."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from maille.activities.rules.exact import half_up, largest_remainder
from maille.sharing.rules import claims, scales
from maille.sharing.rules.cases import Case, Contribution, Key, Rule, Split
from maille.sharing.rules.engine import share
from maille.sharing.rules.scales import Bracket
from tests.sharing.oracle import due
from tests.sharing.strategies import scale

worked = st.lists(st.integers(1, 5000), min_size=1, max_size=9)
pots = st.integers(0, 300_000)
claimed = st.lists(st.integers(0, 50_000), min_size=1, max_size=8)


def totals(income: int, hours: list[Fraction], **options: Any) -> dict[str, int]:
    """Hours of people 0, 1, 2… shared by an hours key; what nobody takes goes to "rest"."""
    given_ = tuple(Contribution(str(rank), each) for rank, each in enumerate(hours))
    split = Split((Key("hours", Fraction(1)),), **options)
    return share(Case(income, Rule((split,), remainder="rest"), contributions=given_)).totals


@given(pots, worked, st.integers(0, 8), st.integers(0, 3000), st.one_of(st.none(), st.integers(0, 700)))
def test_giving_more_hours_never_gives_less(pot: int, hours: list[int], who: int, more: int, floor: int | None) -> None:
    lucky = who % len(hours)
    before = [Fraction(each, 100) for each in hours]
    after = [each + Fraction(more, 100) * (rank == lucky) for rank, each in enumerate(before)]
    if floor is not None and sum(half_up(each * floor) for each in after) > pot:
        floor = None
    options = {} if floor is None else {"floor_per_hour": floor}
    assert totals(pot, after, **options).get(str(lucky), 0) >= totals(pot, before, **options).get(str(lucky), 0)


@given(pots, worked, st.randoms(use_true_random=False))
def test_order_only_moves_the_cent_of_a_tie(pot: int, hours: list[int], random: Any) -> None:
    order = list(range(len(hours)))
    random.shuffle(order)
    first = totals(pot, [Fraction(each) for each in hours])
    mixed = totals(pot, [Fraction(hours[each]) for each in order])
    exact = [Fraction(pot * each, sum(hours)) % 1 for each in hours]
    for position, who in enumerate(order):
        one, other = first.get(str(who), 0), mixed.get(str(position), 0)
        assert one == other or (abs(one - other) == 1 and exact.count(exact[who]) > 1)


@given(pots, worked, st.integers(2, 50))
def test_a_pot_many_times_larger_gives_each_as_many_times_more(pot: int, hours: list[int], times: int) -> None:
    small, large = (
        totals(pot, [Fraction(each) for each in hours]),
        totals(pot * times, [Fraction(each) for each in hours]),
    )
    for who in range(len(hours)):
        assert abs(large.get(str(who), 0) - times * small.get(str(who), 0)) < times


@given(pots, worked, st.integers(2, 50))
def test_hours_counted_in_another_unit_change_nothing(pot: int, hours: list[int], times: int) -> None:
    assert totals(pot, [Fraction(each) for each in hours]) == totals(pot, [Fraction(each, times) for each in hours])


@given(pots, worked, st.integers(0, 110))
def test_nobody_goes_over_the_cap_by_more_than_a_cent(pot: int, hours: list[int], cap: int) -> None:
    found = totals(pot, [Fraction(each) for each in hours], cap_percent=Fraction(cap))
    for who in range(len(hours)):
        assert found.get(str(who), 0) < Fraction(pot * cap, 100) + 1
    if cap * len(hours) >= 100:
        assert found.get("rest", 0) == 0
    else:
        assert abs(found.get("rest", 0) - pot * (1 - Fraction(cap * len(hours), 100))) < len(hours) + 1


@given(pots, worked, st.integers(0, 900))
def test_everybody_gets_the_floor_when_the_pot_allows(pot: int, hours: list[int], floor: int) -> None:
    worked_ = [Fraction(each, 100) for each in hours]
    found = totals(pot, worked_, floor_per_hour=floor)
    if sum(half_up(each * floor) for each in worked_) <= pot:
        for who, each in enumerate(worked_):
            assert found.get(str(who), 0) >= half_up(each * floor)


@settings(max_examples=300)
@given(claimed, st.integers(0, 400_000))
def test_claims_rules_are_what_they_say(owed: list[int], pot: int) -> None:
    """Each is known by one property: equal ratios; equal awards or the whole claim; equal losses or nothing."""
    pot = min(pot, sum(owed))
    for method in claims.METHODS.values():
        awards = method(pot, owed)
        assert sum(awards) == pot
        assert all(0 <= award <= claim for award, claim in zip(awards, owed, strict=True))
    by_ratio = claims.proportional(pot, owed)
    for award, claim in zip(by_ratio, owed, strict=True):
        assert award * sum(owed) == claim * pot
    alike = claims.equal_awards(pot, owed)
    highest = max(alike)
    assert all(award in (highest, claim) for award, claim in zip(alike, owed, strict=True))
    lost = [claim - award for claim, award in zip(owed, claims.equal_losses(pot, owed), strict=True)]
    assert all(loss in (max(lost), claim) for loss, claim in zip(lost, owed, strict=True))


@given(scale(), st.integers(0, 400_000), st.integers(0, 400_000))
def test_brackets_are_the_integral_of_the_scale(brackets: list[dict[str, Any]], start: int, more: int) -> None:
    told = tuple(Bracket(each["up_to"], Fraction(each["rate"])) for each in brackets)
    parts = scales.slices(told, start, start + more)
    assert sum(each.amount for each in parts) == more
    assert sum(each.due for each in parts) == due(brackets, start + more) - due(brackets, start)
    assert scales.slices(told, -50, start) == scales.slices(told, 0, start)


@given(st.lists(st.fractions(0, 1000, max_denominator=997), min_size=1, max_size=12), st.randoms())
def test_rounding_adds_up_and_never_moves_a_share_by_a_cent(parts: list[Fraction], random: Any) -> None:
    total = -(-sum(parts).numerator // sum(parts).denominator)
    shares = [*parts, total - sum(parts)]
    cents = largest_remainder(shares, total)
    assert sum(cents) == total
    assert all(abs(cent - each) < 1 for cent, each in zip(cents, shares, strict=True))


def test_ties_go_to_the_first_listed() -> None:
    assert largest_remainder([Fraction(1, 3)] * 3, 1) == [1, 0, 0]
    assert largest_remainder([Fraction(3, 2), Fraction(1, 2), Fraction(1)], 3) == [2, 0, 1]
    assert [half_up(Fraction(each, 2)) for each in (1, 2, 3)] == [1, 1, 2]
