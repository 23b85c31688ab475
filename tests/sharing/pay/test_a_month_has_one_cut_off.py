"""Which month a request is for, what may be asked, what may follow what; fees month by month."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from maille.sharing.rules import fees, pay
from maille.sharing.rules.fees import FeeTerms, Waived
from maille.sharing.rules.pay import CutOff, Step

D = datetime.date
DAY = datetime.timedelta(days=1)
days = st.dates(D(2019, 1, 1), D(2041, 12, 31))
months = days.map(pay.month_of)
calendars = st.lists(st.builds(CutOff, months, st.integers(1, 28)), max_size=4, unique_by=lambda each: each.since)


def test_until_the_twentieth_then_the_next_month() -> None:
    calendar = [CutOff(D(2026, 1, 1), 20)]
    assert pay.month_asked(D(2026, 6, 20), calendar) == D(2026, 6, 1)
    assert pay.month_asked(D(2026, 6, 21), calendar) == D(2026, 7, 1)
    assert pay.month_asked(D(2026, 12, 31), calendar) == D(2027, 1, 1)
    assert pay.next_cut_off(D(2026, 6, 21), calendar) == D(2026, 7, 20)
    assert pay.next_cut_off(D(2026, 6, 20), calendar) == D(2026, 6, 20)


def test_without_a_calendar_a_request_is_for_its_own_month() -> None:
    assert pay.month_asked(D(2024, 2, 29), []) == D(2024, 2, 1)
    assert pay.next_cut_off(D(2024, 2, 1), []) == D(2024, 2, 29)


@given(days, calendars)
def test_a_request_is_for_its_month_or_the_next(day: D, calendar: list[CutOff]) -> None:
    month = pay.month_asked(day, calendar)
    assert month in (pay.month_of(day), pay.next_month(pay.month_of(day)))
    assert (month == pay.month_of(day)) == (day <= pay.cut_off_of(pay.month_of(day), calendar))


@given(days, calendars)
def test_time_never_goes_back(day: D, calendar: list[CutOff]) -> None:
    assert pay.month_asked(day, calendar) <= pay.month_asked(day + DAY, calendar)


@given(days, calendars)
def test_the_date_told_is_the_last_that_counts(day: D, calendar: list[CutOff]) -> None:
    cut_off = pay.next_cut_off(day, calendar)
    month = pay.month_asked(day, calendar)
    assert cut_off >= day
    assert pay.month_asked(cut_off, calendar) == month
    assert pay.month_asked(cut_off + DAY, calendar) == pay.next_month(month)


@given(months)
def test_months_follow_each_other(month: D) -> None:
    assert pay.month_before(pay.next_month(month)) == month
    assert pay.last_day(month) + DAY == pay.next_month(month)


@given(st.lists(st.sampled_from(Step), max_size=6))
def test_a_request_over_stays_over(steps: list[Step]) -> None:
    state, done = Step.ASKED, []
    for each in steps:
        if each in pay.NEXT[state]:
            state = each
            done.append(each)
    assert pay.state_of(done) == state
    assert (state in pay.WAITING) == bool(pay.NEXT[state])
    assert len(set(done)) == len(done)


@given(
    st.integers(0, 10**7),
    st.lists(st.integers(0, 10**6), max_size=5),
    *[st.integers(0, 10**7)] * 3,
)
def test_nothing_is_asked_beyond_the_balance(
    balance: int, waiting: list[int], cents: int, refund: int, advanced: int
) -> None:
    free = pay.available(balance, waiting)
    assert 0 <= free <= balance
    back = min(advanced, free)
    refused = pay.problems(cents, refund, available=free, refundable=back)
    assert bool(refused) == (cents + refund > free or refund > back or cents > free - back)
    if not refused:
        assert cents + refund + sum(waiting) <= max(balance, sum(waiting))


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.lists(st.integers(0, 10**6), max_size=3))
def test_only_what_was_advanced_is_given_back(reimbursed: int, given_back: int, waiting: list[int]) -> None:
    left = pay.refundable(reimbursed, given_back, waiting)
    assert left == max(0, reimbursed - given_back - sum(waiting))
    assert pay.problems(0, left + 1, available=10**8, refundable=left) == {"refund": "not_advanced"}


@given(*(st.integers(0, 1000) for _ in range(5)))
def test_a_payslip_never_takes_more_than_there_is(cost: int, refund: int, asked: int, balance: int, other: int) -> None:
    missing = pay.draw_allowed(cost, refund, asked, balance, other)
    if not missing:
        assert cost + refund <= balance
    if cost + refund <= min(asked, balance):
        assert missing == 0
    if cost + refund > asked and missing == 0:
        assert cost + refund + other <= balance or cost + refund == 0


terms = st.builds(
    FeeTerms,
    valid_from=days,
    valid_to=st.none(),
    first_months_free=st.integers(0, 24),
    waived_statuses=st.sets(st.sampled_from(sorted(fees.STATUSES))).map(frozenset),
)


def test_six_months_free_counted_with_the_first() -> None:
    rule = FeeTerms(D(2025, 1, 1), first_months_free=6)
    began = D(2025, 8, 31)
    assert fees.waived(rule, D(2026, 1, 1), began, []) == Waived.FIRST
    assert fees.waived(rule, D(2026, 2, 1), began, []) is None
    assert fees.waived(rule, D(2026, 2, 1), began, ["minimum"]) is None
    waived = FeeTerms(D(2025, 1, 1), waived_statuses=frozenset({"minimum"}))
    assert fees.waived(waived, D(2026, 2, 1), began, ["minimum"]) == Waived.STATUS
    assert fees.waived(waived, D(2026, 2, 1), began, ["student"]) is None


def test_a_rule_begins_and_ends_with_a_month() -> None:
    rule = FeeTerms(D(2024, 2, 1), D(2024, 2, 29))
    assert not fees.applies(rule, D(2024, 1, 1))
    assert fees.applies(rule, D(2024, 2, 1))
    assert not fees.applies(rule, D(2024, 3, 1))
    assert not fees.applies(FeeTerms(D(2024, 2, 2)), D(2024, 2, 1))


@given(terms, days)
def test_exactly_the_first_months_are_free(rule: FeeTerms, began: D) -> None:
    """Whatever the day the journey began, even a 29 February."""
    month, free = pay.month_of(began), 0
    for _ in range(30):
        why = fees.waived(rule, month, began, [])
        assert (why == Waived.FIRST) == (free < rule.first_months_free)
        assert fees.rank_of(month, began) == free + 1
        month, free = pay.next_month(month), free + 1


@given(st.integers(0, 10**5), st.lists(st.integers(1, 10**5), max_size=8))
def test_a_fee_never_drives_an_account_below_zero(balance: int, owed: list[int]) -> None:
    done, left = fees.taken(balance, owed)
    assert left >= 0
    assert left == balance - sum(cents for cents, paid in zip(owed, done, strict=True) if paid)
    assert all(paid or cents > left for cents, paid in zip(owed, done, strict=True))
