"""What every test may ask for."""

import datetime

import pytest

from tests.cast import Cast, make_cast

TODAY = datetime.date(2026, 6, 15)


@pytest.fixture
def today() -> datetime.date:
    """The day the cast lives; nothing in a test reads the clock."""
    return TODAY


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast, around two KPAs of one network (design/style, habit 5)."""
    return make_cast(TODAY)
