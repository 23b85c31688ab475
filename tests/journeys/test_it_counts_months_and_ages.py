"""Completed months and ages, as the report counts them."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from maille.journeys.rules.dates import add_months, age_on, completed_months

D = datetime.date
days = st.dates(D(1920, 1, 1), D(2060, 12, 31))


def test_it_counts_the_end_of_a_short_month() -> None:
    assert completed_months(D(2023, 1, 31), D(2023, 2, 28)) == 1
    assert completed_months(D(2024, 1, 31), D(2024, 2, 28)) == 0
    assert completed_months(D(2024, 1, 31), D(2024, 2, 29)) == 1
    assert completed_months(D(2022, 3, 1), D(2023, 12, 31)) == 21


def test_born_on_29_february_is_older_on_1_march() -> None:
    assert age_on(D(2008, 2, 29), D(2024, 2, 28)) == 15
    assert age_on(D(2007, 2, 28), D(2023, 2, 28)) == 16
    assert age_on(D(2008, 2, 29), D(2026, 2, 28)) == 17
    assert age_on(D(2008, 2, 29), D(2026, 3, 1)) == 18


@given(days, days)
def test_months_are_the_largest_number_that_can_be_added(start: D, end: D) -> None:
    months = completed_months(start, end)
    if end <= start:
        assert months == 0
    else:
        assert add_months(start, months) <= end < add_months(start, months + 1)
