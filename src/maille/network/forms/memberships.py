"""Giving a role and ending it."""

from typing import Any

from django import forms

from maille.identity.models import User
from maille.network.forms.base import DateField
from maille.network.rules.roles import ROLE_NAMES, Role


class GiveRoleForm(forms.Form):
    """A role here for somebody already known."""

    user = forms.ModelChoiceField(label="Personne", queryset=User.objects.none(), empty_label="Choisissez")
    role = forms.ChoiceField(label="Rôle")
    started_on = DateField(label="Depuis le")

    def __init__(self, *args: Any, among: Any, offered: list[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["user"].queryset = among
        fields["role"].choices = [(role.value, ROLE_NAMES[role]) for role in offered]


class EndRoleForm(forms.Form):
    """The last day of a role."""

    ended_on = DateField(label="Dernier jour du rôle")
