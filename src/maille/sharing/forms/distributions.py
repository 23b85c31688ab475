"""What is typed of a distribution: how the group approved, what somebody does not agree with, why it is undone."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms

from maille.activities.models import Participant
from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.sharing.actions.approvals import Approval
from maille.sharing.models import Decision
from maille.ui.forms import set_choices


class ApprovalForm(Wary):
    """How the group approved, and who was there."""

    on = Day(label="Le groupe a approuvé le")
    how = forms.ChoiceField(label="Comment", choices=[("", "Choisissez"), *Decision.How.choices])
    present = forms.MultipleChoiceField(
        label="Qui était là", required=False, widget=forms.CheckboxSelectMultiple, help_text="Cochez chaque personne."
    )
    others = forms.CharField(label="Autres personnes présentes", required=False, max_length=500)
    gives_back = forms.BooleanField(label="Le groupe est d'accord avec ce qui est rendu", required=False)

    def __init__(
        self, data: Any, *, people: Iterable[Participant], today: datetime.date, back: str = "", **more: Any
    ) -> None:
        super().__init__(data, initial={"on": today, **more.pop("initial", {})}, **more)
        presence: Any = self.fields["present"]
        presence.choices = [(str(each.pk), str(each)) for each in people]
        if not presence.choices:
            del self.fields["present"]
        if back:
            self.fields["gives_back"].help_text = back
        else:
            del self.fields["gives_back"]

    @property
    def approval(self) -> Approval:
        """What was typed."""
        typed = self.cleaned_data
        return Approval(
            on=typed["on"],
            how=typed["how"],
            present=[int(each) for each in typed.get("present", [])],
            others=typed["others"],
            gives_back=typed.get("gives_back", False),
        )


class MeetingForm(ApprovalForm):
    """The same for all that one meeting approves."""

    which = forms.MultipleChoiceField(error_messages={"required": "Cochez ce que le groupe approuve."})

    def __init__(self, data: Any, *, ids: Iterable[int], **more: Any) -> None:
        super().__init__(data, **more)
        set_choices(self, "which", [(str(pk), str(pk)) for pk in ids])

    @property
    def chosen(self) -> list[int]:
        """What the group approves."""
        return [int(each) for each in self.cleaned_data["which"]]


class DisagreementForm(Wary):
    """Somebody's disagreement, told to somebody of the team."""

    participant = forms.ChoiceField(label="Qui n'est pas d'accord")
    text = forms.CharField(
        label="Ce qui ne va pas", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Avec ses mots. Cette personne pourra relire ce que vous écrivez.",
    )  # fmt: skip
    said_on = Day(label="Dit le")

    def __init__(self, data: Any, *, people: Iterable[Participant], today: datetime.date) -> None:
        super().__init__(data, initial={"said_on": today})
        whose: Any = self.fields["participant"]
        whose.choices = [("", "Choisissez"), *((str(each.pk), str(each)) for each in people)]


class MyDisagreementForm(Wary):
    """One's own disagreement."""

    text = forms.CharField(
        label="Qu'est-ce qui ne va pas ?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Écrivez avec vos mots. Votre groupe vous répond avant de décider.",
    )  # fmt: skip


class AnswerForm(Wary):
    """What the group answers."""

    answer = forms.CharField(label="Réponse du groupe", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ReasonForm(Wary):
    """Why a posted distribution is undone."""

    reason = forms.CharField(
        label="Pourquoi", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Les personnes concernées le lisent. N'écrivez pas de nom.",
    )  # fmt: skip
