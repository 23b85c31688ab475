"""Forms to invite and to accept."""

from typing import Any

from django import forms

from maille.identity.names import plain_name
from maille.network.rules.roles import ROLE_NAMES, Role


class InvitationForm(forms.Form):
    """Whom to invite, and to which of the roles I may give."""

    name = forms.CharField(
        label="Prénom et nom",
        max_length=120,
        validators=[plain_name],
        error_messages={"required": "Écrivez le nom de la personne : le message commence par « Bonjour … »."},
    )
    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        help_text="Le lien d'invitation part à cette adresse. Il sert quatorze jours.",
        error_messages={
            "required": "Écrivez l'adresse e-mail de la personne.",
            "invalid": "Cette adresse n'est pas complète. Exemple : fanny@exemple.fr",
        },
    )
    role = forms.ChoiceField(label="Rôle", widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above; tells the type checker
        field.choices = [(role.value, ROLE_NAMES[role]) for role in roles]
        field.error_messages = {
            "required": "Choisissez un rôle.",
            "invalid_choice": "Vous ne pouvez pas donner ce rôle ici.",
        }


class AcceptForm(forms.Form):
    """The name to be known by; somebody who already has an account has nothing to fill in."""

    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        help_text="Comme les autres le verront. Vous pourrez le changer.",
        validators=[plain_name],
        error_messages={"required": "Écrivez votre nom."},
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["name"]
