"""Which report: a period, KPAs, an audience, perhaps a second period to compare with."""

import datetime
from typing import Any

from django import forms

from maille.impact import access, reporting
from maille.impact.documents.layout import AUDIENCE_NAMES
from maille.impact.rules.periods import Period
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.forms import DayField

PERIODS = (("debut", "fin"), ("debut_2", "fin_2"))


def day_field(label: str, required: bool = True) -> DayField:
    """A day typed or picked."""
    messages = {"required": "Indiquez un jour, par exemple 01/03/2022."}
    return DayField(label=label, required=required, error_messages=messages)


class ReportForm(forms.Form):
    """A question in the address itself, so that a report is a link."""

    debut = day_field("Du")
    fin = day_field("Au")
    kpa = forms.MultipleChoiceField(
        label="KPA",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucune case cochée : tous ceux que vous suivez.",
        error_messages={"invalid_choice": "Ce KPA n'est pas parmi ceux que vous suivez."},
    )
    diffusion = forms.ChoiceField(label="Pour qui est ce bilan", widget=forms.RadioSelect)
    debut_2 = day_field("Comparer avec la période du", required=False)
    fin_2 = day_field("Et jusqu'au", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widest = access.reach(actor, "public") or frozenset()
        kpas = Organisation.objects.visible_to(actor).filter(pk__in=widest).order_by("name_key")
        self.actor = actor
        self.names = {kpa.pk: kpa.name for kpa in kpas}
        self.field("kpa").choices = [(str(pk), name) for pk, name in self.names.items()]
        allowed = access.audiences_for(actor, frozenset())
        self.field("diffusion").choices = [(key, AUDIENCE_NAMES[key]) for key in allowed]
        self.default_audience = allowed[0] if allowed else ""
        self.periods: list[Period] = []

    def field(self, name: str) -> Any:
        """A field, its choices writable."""
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Both ends of each period in order; the KPAs within what the audience allows."""
        data = super().clean() or {}
        for start_name, end_name in PERIODS:
            self.check_period(data, start_name, end_name)
        data["diffusion"] = data.get("diffusion") or self.default_audience
        asked = frozenset(int(pk) for pk in data.get("kpa", []))
        if asked and data["diffusion"] not in access.audiences_for(self.actor, asked):
            self.add_error("diffusion", "Pour un de ces KPA, vous n'avez pas accès à ce niveau de détail.")
        data["kpas"] = asked
        return data

    def check_period(self, data: dict[str, Any], start_name: str, end_name: str) -> None:
        """Keep the period when both ends are there and in order."""
        start: datetime.date | None = data.get(start_name)
        end: datetime.date | None = data.get(end_name)
        if start and end and end < start:
            self.add_error(end_name, "La fin précède le début : inversez les deux dates.")
        elif start and end:
            self.periods.append(Period(start, end))
        elif (start or end) and start_name not in self.errors and end_name not in self.errors:
            missing = end_name if start else start_name
            self.add_error(missing, "Il manque cette date pour comparer deux périodes.")

    def requests(self) -> list[reporting.Request]:
        """One question per period."""
        data = self.cleaned_data
        return [reporting.Request(period, data["kpas"], data["diffusion"]) for period in self.periods]
