"""Two records that may be one person."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maille.journeys.models.duplicates import lookalikes
from maille.journeys.models.people import Person
from maille.journeys.rules.duplicates import Identity, distance, resemblance

AMINA = Identity.of("Benali", "Amina", datetime.date(1987, 5, 12))


@pytest.mark.parametrize(
    ("last", "first", "birth"),
    [
        ("Benaly", "Amina", "1987-05-12"),
        ("Benail", "Amina", "1987-05-12"),
        ("Amina", "Benali", "1987-05-12"),
        ("BENALI", "amina", "1987-12-05"),
        ("Benali", "Amina", "1987-05-13"),
        ("Benali", "Amina", None),
        ("Benali Traoré", "Amina", "1987-05-12"),
        ("Benali", "A.", "1987-05-12"),
    ],
)
def test_it_sees_a_likeness(last, first, birth):
    other = Identity.of(last, first, birth and datetime.date.fromisoformat(birth))
    assert resemblance(AMINA, other)
    assert resemblance(other, AMINA) == resemblance(AMINA, other)


@pytest.mark.parametrize(
    ("last", "first", "birth"),
    [
        ("Benali", "Samir", "1987-05-12"),
        ("Benali", "Amina", "1990-11-30"),
        ("Benaly", "Amina", "1987-05-13"),
        ("Roux", "Noémie", "1987-05-12"),
    ],
)
def test_it_leaves_twins_and_namesakes_alone(last, first, birth):
    assert resemblance(AMINA, Identity.of(last, first, datetime.date.fromisoformat(birth))) == ""


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_distance_is_symmetric_and_zero_only_between_equals(one, other):
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) == (one == other)
    assert distance(one, other, 1) == min(distance(one, other, 9), 2)


def test_it_finds_them_in_the_database(cast):
    found = lookalikes(Person.objects.all(), "Benaly", "Amina", datetime.date(1987, 5, 12))
    assert [person for person, _ in found] == [cast.amina]
    assert lookalikes(Person.objects.all(), "Benali", "Amina", datetime.date(1987, 5, 12), but=cast.amina.pk) == []
