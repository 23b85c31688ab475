"""What is typed of a draft besides its sentences, and of the decision that adopts it."""

import datetime
from typing import Any

from django import forms

from maille.activities.models import Activity
from maille.identity.models import User
from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.journeys.models import Person
from maille.network.models import Organisation
from maille.sharing.actions.adopting import Adoption, of_the_group, of_the_team
from maille.sharing.models import Decision
from maille.sharing.rules.templates import SCRATCH, TEMPLATES
from maille.ui.forms import set_choices, set_rows

MOST_PEOPLE = 300
"""Names the list of who was there proposes at most."""


class DraftForm(Wary):
    """A draft's name, and the version it was read at."""

    name = forms.CharField(
        label="Nom de la règle", max_length=80, error_messages={"required": "Donnez un nom à cette règle."}
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NewRuleForm(Wary):
    """What a new draft is for, and what it starts from."""

    activity = forms.ModelChoiceField(
        label="Pour quoi",
        required=False,
        queryset=Activity.objects.none(),
        empty_label="Tout ce que fait le groupe",
        help_text="Une activité peut avoir sa propre règle. Sinon, celle du groupe s'applique.",
    )
    start = forms.ChoiceField(
        label="Partir de",
        choices=[(each.key, f"{each.name}. {each.note}") for each in (*TEMPLATES, SCRATCH)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez de quoi partir."},
    )

    def __init__(self, *args: Any, kpa: Organisation, day: datetime.date, **more: Any) -> None:
        super().__init__(*args, **more)
        # unscoped: of a KPA loaded in scope
        open_ = Activity.objects.filter(kpa=kpa).exclude(closed_on__lt=day)
        set_rows(self, "activity", open_.order_by("name", "pk"))


class AdoptForm(Wary):
    """A decision: when, how, who was there; and from when the rule holds."""

    on = Day(label="Décidé le", error_messages={"required": "Dites quel jour le groupe a décidé."})
    how = forms.ChoiceField(
        label="Comment",
        choices=Decision.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment le groupe a décidé."},
    )
    votes_for = forms.IntegerField(label="Pour", required=False, min_value=0, max_value=9999)
    votes_against = forms.IntegerField(label="Contre", required=False, min_value=0, max_value=9999)
    abstentions = forms.IntegerField(label="Abstentions", required=False, min_value=0, max_value=9999)
    present = forms.MultipleChoiceField(label="", required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label="Et aussi", required=False, max_length=500, help_text="Des voisins, des partenaires, une invitée."
    )
    valid_from = Day(
        label="Valable à partir du",
        error_messages={"required": "Dites à partir de quel jour la règle s'applique."},
        help_text="Elle s'applique aux prestations qui commencent ce jour-là ou après.",
    )
    note = forms.CharField(
        label="Ce que le groupe a dit",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Les raisons du choix, ce qui sera revu et quand.",
    )

    def __init__(self, *args: Any, kpa: Organisation, day: datetime.date, **more: Any) -> None:
        super().__init__(*args, **more)
        set_choices(self, "present", choices_of(kpa, day))

    @property
    def facts(self) -> Adoption:
        """What was typed, as a value."""
        typed = self.cleaned_data
        chosen = [str(each) for each in typed["present"]]
        return Adoption(
            on=typed["on"],
            how=typed["how"],
            valid_from=typed["valid_from"],
            people=[int(each[1:]) for each in chosen if each[0] == "p"],
            users=[int(each[1:]) for each in chosen if each[0] == "u"],
            others=typed["others"],
            votes_for=typed["votes_for"],
            votes_against=typed["votes_against"],
            abstentions=typed["abstentions"],
            note=typed["note"],
        )


def choices_of(kpa: Organisation, day: datetime.date) -> list[Any]:
    """Who could be there that day: the group, then the team."""
    people: list[Person] = list(of_the_group(kpa, day)[:MOST_PEOPLE])
    users: list[User] = list(of_the_team(kpa, day)[:MOST_PEOPLE])
    groups = [
        ("Le groupe", [(f"p{each.pk}", str(each)) for each in people]),
        ("L'équipe", [(f"u{each.pk}", str(each)) for each in users]),
    ]
    return [group for group in groups if group[1]]
