"""Free text wary of social security numbers: every form on people's files inherits `Wary`, first among its bases.

No form has a field for a NIR (mission rules, "Personal data"); this keeps it out of the free ones. A number whose key
is right is refused; one only shaped like a NIR is saved once whoever types says what it is.
"""

from typing import Any

from django import forms

from maille.journeys.rules.nir import Found, find_nirs

SAID = "not_a_nir"
REFUSED = (
    "« {} » est un numéro de sécurité sociale. Il n'a pas sa place ici : retirez-le. Aucune fiche n'en a besoin, "
    "et la loi en limite l'usage à la paie."
)
ASKED = (
    "« {} » ressemble à un numéro de sécurité sociale. Retirez-le avant d'enregistrer. Si c'est un autre numéro, "
    "dites-le en bas du formulaire."
)


class Wary(forms.Form):
    """A form whose free texts are looked at for numbers shaped like a NIR; fields of `nir_free` are not.

    Use: `class NoteForm(Wary, StepForm)`. The box that says "this is another number" is a field added only when one
    is met, so `{% for each in form %}{% field each %}{% endfor %}` shows it; a page that names its fields one by one
    adds `{% include "journeys/notes/_not_a_nir.html" %}` before its buttons.
    """

    nir_free: tuple[str, ...] = ()
    """Names of fields that hold another kind of number (an IBAN, a SIRET)."""

    def clean(self) -> dict[str, Any] | None:
        """Look at every free text, after the form's own cleaning."""
        cleaned = super().clean()
        for name, found in self.nirs_met().items():
            if found.certain:
                self.add_error(name, forms.ValidationError(REFUSED.format(found.text), code="nir"))
                continue
            self.fields[SAID] = forms.BooleanField(label="Ce n'est pas un numéro de sécurité sociale", required=False)
            if not self.data.get(self.add_prefix(SAID)):
                self.add_error(name, forms.ValidationError(ASKED.format(found.text), code="nir_shaped"))
        return cleaned

    def nirs_met(self) -> dict[str, Found]:
        """Field → the number met in it, the certain one first."""
        met = {}
        for name, field in self.fields.items():
            text = self.cleaned_data.get(name)
            if is_free_text(field) and isinstance(text, str) and name not in self.nir_free:
                found = find_nirs(text)
                if found:
                    met[name] = max(found, key=lambda each: each.certain)
        return met

    @property
    def asks_what_number(self) -> bool:
        """Whether the box has to be shown."""
        return SAID in self.fields


def is_free_text(field: forms.Field) -> bool:
    """A text somebody writes as they like: no address, choice, secret, nor what a page fills in by itself."""
    closed = (forms.ChoiceField, forms.EmailField, forms.URLField, forms.RegexField)
    filled = (forms.HiddenInput, forms.PasswordInput)
    return isinstance(field, forms.CharField) and not isinstance(field, closed) and not isinstance(field.widget, filled)
