"""Days and amounts are understood as people write them, and given back untouched when they are not."""

import datetime

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from maille.ui.forms import DayField, MoneyField
from maille.ui.text import euros


class Sample(forms.Form):
    """One of each."""

    day = DayField(label="Date")
    amount = MoneyField(label="Montant", required=False)


@pytest.mark.parametrize("typed", ["2025-12-31", "31/12/2025", "31/12/25", "31-12-2025", "31.12.2025"])
def test_it_reads_a_day(typed):
    assert DayField().clean(typed) == datetime.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("12,50", 1250), ("12.5", 1250), ("12", 1200), ("1 215,40 €", 121540), ("0,07", 7), ("1\u202f000", 100000)],
)
def test_it_reads_an_amount(typed, cents):
    assert MoneyField().clean(typed) == cents


@pytest.mark.parametrize("typed", ["douze", "12,345", "1,2,3", "-5", "٣", "9999999999", "12€50", "1e3"])
def test_it_refuses_an_amount_in_words(typed):
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)


@given(st.integers(-(10**11) + 1, 10**11 - 1))
def test_an_amount_shown_then_typed_again_is_the_same(cents):
    field = MoneyField(allow_negative=True)
    assert field.clean(euros(cents)) == cents
    assert field.clean(field.prepare_value(cents)) == cents


def test_nothing_typed_is_lost():
    html = Sample({"day": "31/02/2025", "amount": "douze"}).as_p()
    shown = str(Sample({"day": "31/02/2025", "amount": "douze"}))
    assert "31/02/2025" in html and "31/02/2025" in shown
    assert 'value="douze"' in shown
