"""What is typed of a shift: when, where, how many people, and who among them answers a special need."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from maille.activities.actions.shifts import stamp_of
from maille.activities.forms.proposed import Proposed
from maille.activities.models import Job, Shift, WorkRole
from maille.activities.models.planning import named_before
from maille.activities.rules.jobs import EARLIEST, TOO_OLD
from maille.activities.rules.shifts import FARTHEST, MOST_PEOPLE, ShiftFacts
from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.journeys.forms.workshops import TimeInput
from maille.journeys.rules.checks import day
from maille.ui.forms import set_rows


class ShiftForm(Wary):
    """« 3 personnes, samedi de 8 h à 14 h, dont une avec le permis »."""

    people = forms.IntegerField(label="Combien de personnes", min_value=1, max_value=MOST_PEOPLE, initial=1)
    starts_on = Day(label="Le")
    starts_at = forms.TimeField(label="De", widget=TimeInput(format="%H:%M"))
    ends_at = forms.TimeField(
        label="À", widget=TimeInput(format="%H:%M"), help_text="Plus tôt que le début : c'est le lendemain."
    )
    role = forms.ModelChoiceField(
        label="Rôle", required=False, queryset=WorkRole.objects.none(), empty_label="Pas précisé"
    )
    place = forms.CharField(
        label="Lieu", required=False, max_length=150, widget=Proposed, help_text="Vide : celui de la prestation."
    )
    special = forms.CharField(
        label="Besoin particulier", required=False, max_length=80, help_text="Le permis, un diplôme, une langue…"
    )
    special_people = forms.IntegerField(
        label="Pour combien de personnes", required=False, min_value=0, max_value=MOST_PEOPLE
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, job: Job, known: Shift | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        # unscoped: of the KPA of a job loaded in scope
        roles = WorkRole.objects.filter(kpa_id=job.kpa_id, retired_on__isnull=True)
        if known is not None and known.role_id:
            roles = roles | WorkRole.objects.filter(pk=known.role_id)  # unscoped: of a shift loaded in scope
        set_rows(self, "role", roles.order_by("rank", "name", "pk"))
        self.fields["place"].widget.proposed = named_before(job.kpa_id)["places"]
        if known is not None:
            names = ("people", "place", "special", "special_people")
            self.initial = {name: getattr(known, name) for name in names} | {
                "role": known.role_id,
                "starts_on": known.day,
                "starts_at": timezone.localtime(known.starts_at).time(),
                "ends_at": timezone.localtime(known.ends_at).time(),
                "version": stamp_of(known),
            }
        else:
            self.initial.setdefault("starts_on", job.starts_on)

    def clean(self) -> dict[str, Any] | None:
        """A need said without a number is one person's."""
        typed = super().clean() or {}
        on = typed.get("starts_on")
        if on and on < EARLIEST:
            self.add_error("starts_on", TOO_OLD)
        elif on and on > timezone.localdate() + FARTHEST:
            self.add_error("starts_on", f"Le {day(on)} est dans plus de deux ans : vérifiez.")
        if typed.get("special") and not typed.get("special_people"):
            typed["special_people"] = 1
        return typed

    @property
    def facts(self) -> ShiftFacts:
        """What was typed, as a value; an end before the start is the next day's."""
        typed = self.cleaned_data
        start = datetime.datetime.combine(typed["starts_on"], typed["starts_at"])
        end = datetime.datetime.combine(typed["starts_on"], typed["ends_at"])
        if end <= start:
            end += datetime.timedelta(days=1)
        begins = timezone.make_aware(start)
        # Between two moments of one time zone Python counts by the clock on the wall; nights when it changes differ.
        lasts = timezone.make_aware(end).astimezone(datetime.UTC) - begins.astimezone(datetime.UTC)
        return ShiftFacts(
            starts_at=begins,
            minutes=int(lasts.total_seconds()) // 60,
            people=typed["people"],
            place=typed["place"],
            role_id=typed["role"].pk if typed["role"] else None,
            special=typed["special"],
            special_people=typed["special_people"] or 0,
        )
