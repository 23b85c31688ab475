"""A refused form says what to correct on top and beside each field, ties the words to the field, and keeps the text."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template, TemplateSyntaxError

from maille.ui.forms import MoneyField
from maille.ui.samples import SampleForm


def render(source: str, **context: object) -> str:
    """A piece of template."""
    return Template(source).render(Context(context))


def refused() -> SampleForm:
    """The sample form, wrong."""
    form = SampleForm({"name": "x" * 30, "amount": "douze", "note": "Un long texte"})
    form.add_error(None, "La sortie précède l'entrée.")
    return form


def test_the_summary_links_to_each_field():
    html = render("{% errors form %}", form=refused())
    assert "Il y a 6 points à corriger" in html
    assert html.index("La sortie précède") < html.index("#id_name")
    assert '<a href="#id_amount">Montant en euros</a>' in html


def test_there_is_no_summary_before_anything_is_sent():
    assert "corriger" not in render("{% errors form %}", form=SampleForm())


def test_one_error_is_said_in_the_singular():
    class One(forms.Form):
        name = forms.CharField(label="Nom")

    assert "Il y a un point à corriger" in render("{% errors form %}", form=One({}))


def test_the_error_is_tied_to_its_field():
    html = render("{% field form.amount %}", form=refused())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in html
    assert 'id="id_amount_error"' in html and 'id="id_amount_helptext"' in html
    assert 'value="douze"' in html


def test_choices_are_grouped_under_their_question():
    html = render("{% field form.answer %}", form=SampleForm())
    assert "<fieldset" in html and "<legend>Réponse" in html


def test_nothing_typed_is_lost():
    html = render("{{ form }}", form=refused())
    assert "Un long texte" in html and "x" * 30 in html


def test_an_optional_field_says_so():
    assert "(facultatif)" in render("{% field form.note %}", form=SampleForm())
    assert "(facultatif)" not in render("{% field form.name %}", form=SampleForm())


def test_a_label_cannot_carry_markup():
    class Hostile(forms.Form):
        name = forms.CharField(label="<b>Nom</b>")

    assert "<b>" not in render("{{ form }}", form=Hostile({}))


def test_an_unknown_tone_is_refused():
    with pytest.raises(TemplateSyntaxError):
        render('{% badge "x" "rouge" %}')


@pytest.mark.parametrize(("cents", "told"), [(121540, "1\u202f215,40\u00a0€"), (-5, "\u22120,05\u00a0€"), (0, "0,00")])
def test_money_reads_in_french(cents, told):
    assert told in render("{% money cents %}", cents=cents)


def test_unknown_money_is_said():
    assert "non renseigné" in render("{% money cents %}", cents=None)


@pytest.mark.parametrize(("typed", "small", "words"), [
    ("9999999,99", True, ""), ("10000000", True, "dix millions"), ("10000000", False, ""),
    ("1000000000", True, "milliard"), ("0000000001", True, ""),
])  # fmt: skip
def test_an_amount_too_large_is_said_before_the_database_refuses_it(typed: str, small: bool, words: str) -> None:
    field = MoneyField(small=small)
    if not words:
        assert field.clean(typed) is not None
        return
    with pytest.raises(ValidationError, match=words):
        field.clean(typed)
