"""What replaces a birth date or a registration counts in the same band, and tells nothing more than the band."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from maille.impact.rules import dimensions
from maille.impact.rules.dimensions import AGES, REGISTRATIONS
from maille.journeys.rules import anonymity
from maille.journeys.rules.dates import age_on, completed_months

BIRTHS = st.dates(datetime.date(1935, 1, 1), datetime.date(2012, 12, 31)) | st.sampled_from(
    [datetime.date(1996, 2, 29), datetime.date(2004, 2, 29), datetime.date(2004, 3, 1), datetime.date(2004, 2, 28)]
)
ENTRIES = st.dates(datetime.date(2015, 1, 1), datetime.date(2028, 12, 31)) | st.sampled_from(
    [datetime.date(2020, 2, 29), datetime.date(2023, 2, 28), datetime.date(2023, 3, 1)]
)


def band(birth: datetime.date, entry: datetime.date) -> str:
    return AGES.code(max(0, age_on(birth, entry)))


def test_the_bands_are_the_reports() -> None:
    assert tuple(limit for limit, _ in dimensions.AGES.limits if limit) == anonymity.AGE_LIMITS
    assert tuple(limit for limit, _ in dimensions.REGISTRATIONS.limits if limit) == anonymity.REGISTRATION_LIMITS
    for months, (_, code) in zip(anonymity.REGISTERED_MONTHS, dimensions.REGISTRATIONS.limits, strict=True):
        assert REGISTRATIONS.code(months) == code


@given(BIRTHS, st.lists(ENTRIES, min_size=1, max_size=5))
def test_a_birth_date_keeps_its_band_at_every_entry(birth: datetime.date, entries: list[datetime.date]) -> None:
    coarse = anonymity.coarse_birth(birth, entries)
    assert coarse is not None
    assert [band(coarse, entry) for entry in entries] == [band(birth, entry) for entry in entries]


@given(BIRTHS, BIRTHS, st.lists(ENTRIES, min_size=1, max_size=4))
def test_two_people_of_the_same_bands_get_the_same_date(
    one: datetime.date, other: datetime.date, entries: list[datetime.date]
) -> None:
    if [band(one, entry) for entry in entries] == [band(other, entry) for entry in entries]:
        assert anonymity.coarse_birth(one, entries) == anonymity.coarse_birth(other, entries)


@given(BIRTHS, ENTRIES)
def test_one_entry_gives_a_first_of_january(birth: datetime.date, entry: datetime.date) -> None:
    coarse = anonymity.coarse_birth(birth, [entry])
    assert coarse is not None
    assert (coarse.month, coarse.day) == (1, 1)


def test_without_entry_or_birth_nothing_is_kept() -> None:
    assert anonymity.coarse_birth(datetime.date(1990, 5, 6), []) is None
    assert anonymity.coarse_birth(None, [datetime.date(2022, 1, 1)]) is None


@given(ENTRIES, st.integers(0, 6000))
def test_a_registration_keeps_its_band(entry: datetime.date, days: int) -> None:
    registered = entry - datetime.timedelta(days=days)
    coarse = anonymity.coarse_registration(registered, entry)
    assert coarse is not None
    assert coarse <= entry
    assert REGISTRATIONS.code(completed_months(coarse, entry)) == REGISTRATIONS.code(
        completed_months(registered, entry)
    )


@given(ENTRIES, st.integers(1, 900))
def test_a_registration_after_the_entry_stays(entry: datetime.date, days: int) -> None:
    registered = entry + datetime.timedelta(days=days)
    assert anonymity.coarse_registration(registered, entry) == registered
    assert anonymity.coarse_registration(None, entry) is None
