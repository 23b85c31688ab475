"""What is typed of a host's scale."""

from typing import Any

from django import forms

from maille.activities.models import Activity
from maille.journeys.forms.fields import Day
from maille.network.models import Organisation
from maille.network.models.organisations import RelationKind
from maille.sharing.actions.scales import ScaleFacts
from maille.sharing.models import HostScale
from maille.sharing.rules.known_scales import KnownScale
from maille.ui.forms import MoneyField, set_rows

ROWS = 6


class ScaleForm(forms.Form):
    """A scale: for whom, from when, its brackets."""

    kpa = forms.ModelChoiceField(
        label="Pour quel KPA", required=False, queryset=Organisation.objects.none(), empty_label="Tous les KPA portés"
    )
    activity = forms.ModelChoiceField(
        label="Pour quelle activité",
        required=False,
        queryset=Activity.objects.none(),
        empty_label="Toutes les activités",
        help_text="Une formation, par exemple, peut avoir son barème.",
    )
    per = forms.ChoiceField(
        label="Les tranches se comptent sur",
        choices=HostScale.Per.choices,
        help_text="La marge de l'année civile : la recette hors taxes moins les frais.",
    )
    valid_from = Day(label="À partir du", error_messages={"required": "Dites à partir de quel jour."})
    valid_to = Day(label="Jusqu'au", required=False, help_text="Laissez vide s'il n'a pas de fin.")
    waived_until = Day(
        label="Rien à verser jusqu'au",
        required=False,
        help_text="Pour une période sans contribution au début, les six premiers mois par exemple.",
    )

    def __init__(self, *args: Any, host: Organisation, **more: Any) -> None:
        super().__init__(*args, **more)
        # unscoped: carried by a host loaded in scope, whose scale the reader may set
        carried = Organisation.objects.kpas().filter(relations_in__source=host, relations_in__kind=RelationKind.HOST)
        set_rows(self, "kpa", carried.distinct().order_by("name_key", "pk"))
        # unscoped: of KPAs of a host loaded in scope
        activities = Activity.objects.filter(kpa__in=carried.values("pk"), closed_on__isnull=True)
        choice: Any = self.fields["activity"]
        choice.queryset = activities.select_related("kpa").order_by("kpa__name_key", "name", "pk")
        choice.label_from_instance = lambda activity: f"{activity} ({activity.kpa})"
        for rank in range(ROWS):
            self.fields[f"up_to_{rank}"] = MoneyField(label=f"Tranche {rank + 1} : jusqu'à (€)", required=False)
            self.fields[f"rate_{rank}"] = forms.CharField(
                label=f"Tranche {rank + 1} : taux (%)",
                required=False,
                max_length=10,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    @staticmethod
    def initial_of(known: KnownScale) -> dict[str, Any]:
        """A known scale, to be adapted."""
        found: dict[str, Any] = {}
        for rank, (up_to, rate) in enumerate(known.brackets):
            found |= {f"up_to_{rank}": up_to, f"rate_{rank}": rate.replace(".", ",")}
        return found

    @property
    def rows(self) -> list[tuple[int, Any, Any]]:
        """The brackets as the page lays them out."""
        return [(rank + 1, self[f"up_to_{rank}"], self[f"rate_{rank}"]) for rank in range(ROWS)]

    def brackets(self) -> list[dict[str, Any]]:
        """As typed, empty lines left out; what is not a scale is told by the action."""
        typed = [(self.cleaned_data.get(f"up_to_{rank}"), self.cleaned_data[f"rate_{rank}"]) for rank in range(ROWS)]
        return [
            {"up_to": up_to, "rate": rate.replace("%", "").replace(",", ".").strip()}
            for up_to, rate in typed
            if rate or up_to is not None
        ]

    @property
    def facts(self) -> ScaleFacts:
        """What was typed, as a value."""
        typed = self.cleaned_data
        activity: Activity | None = typed["activity"]
        return ScaleFacts(
            brackets=self.brackets(),
            valid_from=typed["valid_from"],
            valid_to=typed["valid_to"],
            kpa=typed["kpa"] or (activity.kpa if activity else None),
            activity=activity,
            per=HostScale.Per.ACTIVITY if activity else typed["per"],
        )


class CloseForm(forms.Form):
    """The last day of a scale."""

    valid_to = Day(label="Dernier jour", error_messages={"required": "Dites son dernier jour."})
