"""No form about people lets a social security number in by a free text: a new form is met the day it is written."""

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms

from maille.journeys import forms as room
from maille.journeys.forms.wary import Wary, is_free_text

NOT_ABOUT_ONE_PERSON = {
    "ColumnsForm": "headings of a register",
    "EraseForm": "the name again, compared with the file's",
    "LawForm": "what the law says",
    "LineForm": "a line of a KPA's grid",
    "NewLineForm": "a line of a KPA's grid",
}


def all_forms() -> Iterator[type[forms.BaseForm]]:
    """Every form class of the room."""
    for module in pkgutil.iter_modules(room.__path__):
        for value in vars(importlib.import_module(f"{room.__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, forms.Form):
                yield value


def free_texts(form: type[forms.BaseForm]) -> list[str]:
    """Its fields somebody writes as they like; codes and secrets have their own shape."""
    closed = ("code", "pin", "again", "iban", "number")
    return [name for name, field in form.base_fields.items() if is_free_text(field) and not name.startswith(closed)]


def test_every_form_with_a_free_text_is_wary() -> None:
    unwary = {
        form.__name__: free_texts(form)
        for form in all_forms()
        if free_texts(form) and not issubclass(form, Wary) and form.__name__ not in NOT_ABOUT_ONE_PERSON
    }
    assert unwary == {}


def test_it_met_forms_with_free_texts() -> None:
    assert sum(bool(free_texts(form)) for form in all_forms()) > 10
