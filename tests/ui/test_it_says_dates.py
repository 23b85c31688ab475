"""Days in letters are French: the first of a month is "1er"."""

import datetime

import pytest
from django.template import Context, Template

from maille.ui.text import first_said


@pytest.mark.parametrize(
    ("asked", "said"),
    [("j F Y", "1er août 2026"), ("l j F", "samedi 1er août"), ("F Y", "août 2026"), ("d/m/Y", "01/08/2026")],
)
def test_the_first_of_a_month(asked: str, said: str) -> None:
    page = Template(f'{{{{ day|date:"{asked}" }}}}')
    assert page.render(Context({"day": datetime.date(2026, 8, 1)})) == said


def test_no_other_day_changes() -> None:
    for day in (2, 11, 21, 31):
        assert first_said(f"{day} mars 2026") == f"{day} mars 2026"
    assert Template('{{ day|date:"j F Y" }}').render(Context({"day": None})) == ""
    moment = datetime.datetime(2026, 7, 31, 22, 30, tzinfo=datetime.UTC)
    assert Template('{{ day|date:"j F Y, G:i" }}').render(Context({"day": moment})) == "1er août 2026, 0:30"
