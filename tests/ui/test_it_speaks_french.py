"""A name is introduced as people say it."""

import pytest
from django.template import Context, Template

from maille.ui.text import before, unbroken


@pytest.mark.parametrize(
    ("word", "name", "said"),
    [
        ("de", "Amina", "d'Amina"),
        ("de", "Léa", "de Léa"),
        ("que", "Élodie", "qu'Élodie"),
        ("de", "Yanis", "de Yanis"),
        ("de", "Hassan", "de Hassan"),
        ("de", "", "de "),
    ],
)
def test_it_elides(word: str, name: str, said: str) -> None:
    assert before(word, name) == said


def test_it_elides_in_templates_and_escapes() -> None:
    assert Template('La carte {{ name|after:"de" }}').render(Context({"name": "Aïcha <b>"})) == (
        "La carte d&#x27;Aïcha &lt;b&gt;"
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("80 % les heures, 20 % à parts égales", "80\u00a0% les heures, 20\u00a0% à parts égales"),
        ("Au moins 5 € : « oui » ?", "Au moins 5\u00a0€\u00a0: «\u00a0oui\u00a0»\u00a0?"),
        ("le buffet à 9 h", "le buffet à 9 h"),
    ],
)
def test_no_line_begins_with_a_mark(typed: str, shown: str) -> None:
    assert unbroken(typed) == shown
    assert unbroken(shown) == shown


def test_tied_words_stay_escaped_and_safe_ones_safe() -> None:
    tied = Template("{{ typed|unbroken }} {{ safe|safe|unbroken }}")
    assert tied.render(Context({"typed": "<b> !", "safe": "<b>oui</b> !"})) == "&lt;b&gt;\u00a0! <b>oui</b>\u00a0!"
