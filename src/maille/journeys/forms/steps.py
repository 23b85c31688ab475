"""What happens along a journey: one short form per verb."""

from typing import Any

from django import forms

from maille.identity.models import User
from maille.journeys import access
from maille.journeys.forms.fields import Day, detail_field, outcome_field
from maille.journeys.forms.people import OrganisationChoice
from maille.journeys.forms.wary import Wary
from maille.journeys.models import FollowUp, Journey
from maille.journeys.models.reading import stage_names
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.forms import set_choices, set_rows


class StepForm(forms.Form):
    """What they share: the version the person was looking at, and the day."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, journey: Journey, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.journey, self.actor = journey, actor
        self.initial.setdefault("version", journey.version)
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the journey."""


class StageForm(StepForm):
    """A stage, from a day on."""

    kind = forms.ChoiceField(label="Étape", widget=forms.RadioSelect)
    started_on = Day(label="Depuis le")

    def prepare(self) -> None:
        """The KPA's own names; the stage after the present one is proposed."""
        names = stage_names(self.journey.kpa)
        set_choices(self, "kind", names.items())
        last = self.journey.stages.order_by("-started_on").first()
        kinds = list(names)
        following = kinds[min(kinds.index(last.kind) + 1, 3)] if last else kinds[0]
        self.initial.setdefault("kind", following)
        self.initial.setdefault("started_on", self.actor.today)


class ReferentForm(StepForm):
    """Who follows the person, from a day on."""

    user = forms.ModelChoiceField(label="Suivi·e par", queryset=User.objects.none(), empty_label="Choisissez")
    started_on = Day(label="Depuis le")

    def prepare(self) -> None:
        """Contributors of the KPA and referents of its host."""
        able = access.possible_referents(self.journey.kpa_id, self.actor.today)
        set_rows(self, "user", able)
        self.initial.setdefault("started_on", self.actor.today)


class PauseForm(Wary, StepForm):
    """A pause, open or not."""

    started_on = Day(label="Début de la pause")
    ended_on = Day(label="Fin de la pause, si elle est connue", required=False)
    reason = forms.CharField(
        label="Raison", required=False, max_length=200, help_text="Rien de médical : la personne peut lire ce texte."
    )

    def prepare(self) -> None:
        """From today."""
        self.initial.setdefault("started_on", self.actor.today)


class ResumeForm(StepForm):
    """The day of the return."""

    resumed_on = Day(label="De retour le", help_text="La pause s'arrête la veille.")

    def prepare(self) -> None:
        """Today."""
        self.initial.setdefault("resumed_on", self.actor.today)


class ExitForm(Wary, StepForm):
    """The exit, noted or corrected."""

    ended_on = Day(label="Date de sortie", help_text="Le dernier jour dans le KPA.")
    outcome = outcome_field()
    detail = detail_field()
    exit_note = forms.CharField(
        label="Commentaire",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-autosave": "sortie"}),
        help_text="Des faits. La personne peut lire ce texte.",
    )

    def prepare(self) -> None:
        """What is stored, when the exit is being corrected."""
        for name in ("ended_on", "outcome", "detail", "exit_note"):
            self.initial.setdefault(name, getattr(self.journey, name) or (None if name == "ended_on" else ""))
        self.initial["ended_on"] = self.initial["ended_on"] or self.actor.today


class PassageForm(StepForm):
    """Another KPA, from a day on."""

    kpa = OrganisationChoice(label="Vers quel KPA", queryset=Organisation.objects.none(), empty_label="Choisissez")
    on = Day(label="À partir du")
    planned_months = forms.IntegerField(label="Durée prévue dans ce KPA (mois)", required=False, min_value=1)

    def prepare(self) -> None:
        """The KPAs where the actor may write, but the one the person leaves."""
        kpas = access.kpas_to_enter(self.actor).exclude(pk=self.journey.kpa_id)
        set_rows(self, "kpa", kpas)
        self.initial.setdefault("on", self.actor.today)


class FollowUpForm(Wary, StepForm):
    """What became of the person some months after."""

    done_on = Day(label="Échange du")
    unreachable = forms.BooleanField(label="La personne est injoignable", required=False)
    outcome = outcome_field(
        label="Situation", empty="Choisissez", help_text="Rien à choisir si la personne est injoignable."
    )
    detail = detail_field()
    note = forms.CharField(label="Commentaire", required=False, max_length=500)

    def __init__(self, *args: Any, known: FollowUp | None = None, **options: Any) -> None:
        self.known = known
        super().__init__(*args, **options)

    def prepare(self) -> None:
        """What is stored, when the follow-up is being corrected."""
        for name in ("done_on", "unreachable", "outcome", "detail", "note"):
            if self.known:
                self.initial.setdefault(name, getattr(self.known, name))
        self.initial.setdefault("done_on", self.actor.today)
