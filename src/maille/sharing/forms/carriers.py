"""Who carries a job."""

import datetime
from typing import Any

from django import forms

from maille.activities.actions.participants import participant_for
from maille.activities.models import Participant
from maille.identity.models import User
from maille.journeys.models import Person
from maille.network.models import Organisation
from maille.sharing.forms.rules import choices_of
from maille.ui.forms import set_choices


class CarrierForm(forms.Form):
    """One person of the group or of the team."""

    who = forms.ChoiceField(label="Qui porte cette prestation", error_messages={"required": "Choisissez une personne."})

    def __init__(self, *args: Any, kpa: Organisation, day: datetime.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kpa = kpa
        set_choices(self, "who", [("", "Choisissez"), *choices_of(kpa, day)])

    @property
    def participant(self) -> Participant:
        """Who was chosen; the list held only people of the KPA."""
        chosen: str = self.cleaned_data["who"]
        if chosen[0] == "u":
            return participant_for(self.kpa, user=User(pk=int(chosen[1:])))
        return participant_for(self.kpa, person=Person(pk=int(chosen[1:])))
