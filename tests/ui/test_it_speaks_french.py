"""A name is introduced as people say it."""

import pytest
from django.template import Context, Template

from maille.ui.text import before


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
