"""What is typed of money advanced: at the desk for anybody, in the pocket for oneself."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from maille.activities.actions import who
from maille.activities.actions.expenses import Photo, Spent, as_typed
from maille.activities.forms.fields import jobs_to_choose, key_field, one_id
from maille.activities.forms.hours import CHOOSE
from maille.activities.forms.looked_at import LookedAt
from maille.activities.models import Expense, Job
from maille.journeys.actions import files
from maille.journeys.rules.uploads import MAXIMUM_NAME
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.forms import DayField, MoneyField, set_choices

Advanced = Expense.Advanced


def photo_field(*, desk: bool = False) -> forms.FileField:
    """The photo of the receipt: a phone opens its camera; the desk may send the PDF of a purchase on line.

    Named types make an iPhone send a JPEG, not its own HEIC.
    """
    camera = {"accept": "image/jpeg,image/png", "capture": "environment"}
    return forms.FileField(
        label="Photo du ticket",
        error_messages={"required": "Ajoutez la photo du ticket. S'il est perdu, cochez la case et dites comment."},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"} if desk else camera),
        help_text=f"JPEG{', PNG ou PDF' if desk else ' ou PNG'}, 10 Mo au plus. La photo est chiffrée.",
        max_length=MAXIMUM_NAME + 100,
    )


class SpentForm(LookedAt):
    """What both forms of expenses ask."""

    cents = MoneyField(label="Combien, en euros", help_text="Par exemple 142,37.")
    what = forms.CharField(label="Pour acheter quoi", max_length=200)
    day = DayField(label="Le")
    shop = forms.CharField(label="Où", required=False, max_length=120)
    job = forms.ChoiceField(label="Pour quelle prestation", required=False)
    receipt = photo_field()
    lost = forms.BooleanField(label="Le ticket est perdu", required=False)
    note = forms.CharField(
        label="Précision", required=False, max_length=300, help_text="Si le ticket est perdu : comment, et quand."
    )
    kept = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)
    """The photo sent before, set aside while the form is looked at again."""
    key = key_field()

    def __init__(self, *args: Any, by: int | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.by = by
        token = str(self.data.get("kept", ""))[:600]
        self.aside = files.take_back(token, by_id=by) if token else None
        if self.data.get("lost"):
            self.fields["receipt"].required = False
        if self.aside is not None:
            self.keeps(self.aside[1])

    def keeps(self, name: str) -> None:
        """Say that the photo is there: it is not to be taken again."""
        self.fields["receipt"].required = False
        said = format_html("Votre photo est gardée\u00a0: {}. Choisissez-en une autre pour la changer.", name)
        self.fields["receipt"].help_text = self["receipt"].help_text = said

    def set_aside(self, now: datetime.datetime) -> None:
        """Keep the photo just sent, for the form is shown again: a browser does not send it twice."""
        sent = self.files.get("receipt")
        if sent is None or "receipt" in self.errors:
            return
        sent.seek(0)
        name = sent.name or "ticket"
        token = files.set_aside(sent.read(), name, now=now, by_id=self.by)
        if token:
            self.data = {**self.data.dict(), "kept": token} if isinstance(self.data, QueryDict) else self.data
            self.keeps(name)

    @property
    def photo(self) -> Photo | None:
        """The photo sent, now or before, if any."""
        sent = self.cleaned_data["receipt"]
        if sent:
            return Photo(sent.read(), sent.name)
        return Photo(*self.aside) if self.aside is not None else None

    def spent_by(self, participant_id: int | None, advanced_by: str = Advanced.PARTICIPANT) -> Spent:
        """What was typed, as a value, once it is known whose money it was."""
        typed = self.cleaned_data
        return Spent(
            day=typed["day"],
            cents=typed["cents"],
            what=typed["what"],
            participant_id=participant_id,
            advanced_by=advanced_by,
            job_id=one_id(typed.get("job")),
            shop=typed["shop"],
            note=typed["note"],
            lost=typed["lost"],
        )


class ExpenseForm(SpentForm):
    """Anybody's money, at the desk."""

    receipt = photo_field(desk=True)
    who = forms.ChoiceField(label="Qui a avancé l'argent", error_messages={"required": "Dites qui a avancé l'argent."})
    field_order = ("who", "cents", "what", "day", "shop", "job", "receipt", "lost", "note")

    def __init__(
        self, *args: Any, kpa: Organisation, actor: Actor, known: Expense | None = None, job: int | None = None,
        **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, by=actor.user_id, **more)
        group, team = who.people_of(actor, kpa, actor.today), who.team_of(kpa, actor.today)
        if known is not None and known.participant is not None:
            token = who.token_of(known.participant)
            if token not in dict(group) and token not in dict(team):
                group.append((token, str(known.participant)))
        others = [(key, name) for key, name in Advanced.choices if key != Advanced.PARTICIPANT]
        named = [("Le groupe", group), ("L'équipe", team), ("Autrement", others)]
        set_choices(self, "who", [CHOOSE, *((label, options) for label, options in named if options)])
        set_choices(self, "job", [("", "Aucune"), *jobs_to_choose(actor, kpa, known.job_id if known else job)])
        if known is not None:
            self.fields["receipt"].required = False
            self.fields["receipt"].help_text = "Sans nouvelle photo, celle d'avant est gardée."
            self.initial = {**self.initial_of(known), **self.initial}
        else:
            self.initial.setdefault("day", actor.today)
            self.initial.setdefault("job", job or "")

    @staticmethod
    def initial_of(line: Expense) -> dict[str, Any]:
        """What is stored, to be corrected."""
        spent = as_typed(line)
        return {
            "who": who.token_of(line.participant) if line.participant else line.advanced_by,
            "cents": spent.cents,
            "what": spent.what,
            "day": spent.day,
            "shop": spent.shop,
            "job": spent.job_id or "",
            "lost": spent.lost,
            "note": spent.note,
        }

    @property
    def token(self) -> str:
        """The person chosen, "" for the group's money or the host's."""
        chosen = str(self.cleaned_data["who"])
        return "" if chosen in Advanced.values else chosen

    @property
    def advanced_by(self) -> str:
        """Whose money it was."""
        return Advanced.PARTICIPANT.value if self.token else str(self.cleaned_data["who"])


class MyExpenseForm(SpentForm):
    """One's own money, on the phone: the photo first."""

    field_order = ("receipt", "lost", "cents", "what", "day", "shop", "job", "note")

    def __init__(self, *args: Any, jobs: Sequence[Job], **more: Any) -> None:
        super().__init__(*args, **more)
        if jobs:
            set_choices(self, "job", [("", "Aucune"), *((str(job.pk), job.title) for job in jobs)])
        else:
            del self.fields["job"]
