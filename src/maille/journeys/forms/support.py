"""Interviews, barriers, goals, orientations, procedures: short forms, everything possible already filled in."""

import datetime
from typing import Any

from django import forms

from maille.identity.models import User
from maille.journeys import access
from maille.journeys.actions.goals import Aim
from maille.journeys.actions.interviews import Meeting, Outcome
from maille.journeys.actions.orientations import Sending, Way
from maille.journeys.forms.fields import Day
from maille.journeys.forms.people import OrganisationChoice
from maille.journeys.forms.wary import Wary
from maille.journeys.models import Goal, Person
from maille.journeys.models.notes import VISIBILITIES
from maille.journeys.models.support import BARRIERS, DOMAINS, INTERVIEWS, ORIENTATIONS, PROCEDURES
from maille.journeys.rules.notes import Visibility
from maille.journeys.rules.support import InterviewKind
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.forms import set_choices, set_rows

PEERS = 200
HEALTH = "Ce qui est demandé, jamais une maladie ni un diagnostic."


class RecordForm(Wary):
    """A record of a journey, new (`record` is None) or corrected."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, journey: Any, actor: Actor, record: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.journey, self.actor, self.record = journey, actor, record
        if record is not None:
            for name in self.fields:
                stored = getattr(record, f"{name}_id", None) or getattr(record, name, None)
                self.initial.setdefault(name, stored)
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values."""


class LeaderChoice(forms.ModelChoiceField[User]):
    """Somebody who accompanies."""


class PeerChoice(forms.ModelChoiceField[Person]):
    """Another coopérant·e."""


class InterviewForm(RecordForm):
    """An interview."""

    held_on = Day(label="Le")
    kind = forms.ChoiceField(label="Quel entretien", choices=INTERVIEWS)
    led_by = LeaderChoice(label="Mené par", queryset=User.objects.none(), required=False, empty_label="Personne")
    peer = PeerChoice(
        label="Avec un pair", queryset=Person.objects.none(), required=False, empty_label="Non",
        help_text="Un·e autre coopérant·e. L'entraide compte autant qu'un entretien avec l'équipe.",
    )  # fmt: skip
    minutes = forms.IntegerField(label="Durée (minutes)", required=False)
    domains = forms.MultipleChoiceField(
        label="On a parlé de",
        choices=DOMAINS,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "inline"}),
    )
    next_on = Day(label="Prochain entretien le", required=False)

    def prepare(self) -> None:
        """Today, with me; who is already named stays among the choices."""
        leaders = access.possible_leaders(self.actor, self.journey.kpa_id, self.actor.today)
        peers = access.possible_peers(self.journey).filter(journeys__kpa=self.journey.kpa_id).distinct()
        if self.record is not None:
            # unscoped: who this record, of a journey loaded in scope, already names
            leaders = leaders | User.objects.filter(pk=self.record.led_by_id or 0)
            peers = peers | Person.objects.filter(pk=self.record.peer_id or 0).distinct()  # unscoped: the same
        set_rows(self, "led_by", leaders.order_by("name", "pk"))
        set_rows(self, "peer", peers.order_by("identity_key", "pk"))
        self.initial.setdefault("held_on", self.actor.today)
        self.initial.setdefault("kind", self.first_kind())
        if self.record is None:
            self.initial.setdefault("led_by", self.actor.user_id)

    def first_kind(self) -> str:
        """What this interview most likely is."""
        if self.journey.ended_on is not None:
            return InterviewKind.AFTER.value
        return InterviewKind.FOLLOW_UP.value

    @property
    def meeting(self) -> Meeting:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        return Meeting(
            kind=data["kind"],
            held_on=data["held_on"],
            led_by_id=data["led_by"].pk if data["led_by"] else None,
            peer_id=data["peer"].pk if data["peer"] else None,
            minutes=data["minutes"],
            domains=tuple(data["domains"]),
            next_on=data["next_on"],
        )


class QuickForm(InterviewForm):
    """An interview with its note, a goal and its first step, the barriers met: one page, in under a minute."""

    note = forms.CharField(
        label="Ce que vous retenez", required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4, "data-autosave": "entretien"}),
        help_text="Des faits, avec les mots de la personne. Jamais une maladie ni un diagnostic.",
    )  # fmt: skip
    visibility = forms.ChoiceField(label="Qui peut lire cette note", choices=VISIBILITIES[::-1], required=False)
    goal = forms.CharField(
        label="Un objectif, avec ses mots", required=False, max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    wanted_on = Day(label="Pour le", required=False)
    step = forms.CharField(
        label="Le prochain pas", required=False, max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    due_on = Day(label="À faire pour le", required=False)
    barriers = forms.MultipleChoiceField(
        label="Freins rencontrés", choices=BARRIERS, required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "inline"}),
    )  # fmt: skip

    def prepare(self) -> None:
        """Barriers already open are not proposed again."""
        super().prepare()
        known = set(self.journey.barriers.filter(ended_on__isnull=True).values_list("kind", flat=True))
        set_choices(self, "barriers", [(key, name) for key, name in BARRIERS if key not in known])
        self.initial.setdefault("visibility", Visibility.SHARED.value)

    @property
    def outcome(self) -> Outcome:
        """What came out of it."""
        data = self.cleaned_data
        return Outcome(
            note=data["note"],
            visibility=data["visibility"] or Visibility.SHARED.value,
            goal=data["goal"],
            wanted_on=data["wanted_on"],
            step=data["step"],
            due_on=data["due_on"],
            barriers=tuple(data["barriers"]),
        )


class BarrierForm(RecordForm):
    """A barrier, and how it was lifted."""

    kind = forms.ChoiceField(label="Quel frein", choices=BARRIERS)
    started_on = Day(label="Depuis le", help_text="Même avant l'entrée dans le KPA.")
    ended_on = Day(label="Levé le", required=False, help_text="Laissez vide tant qu'il gêne.")
    lifted_how = forms.CharField(
        label="Comment il a été levé", required=False, max_length=300,
        help_text="Par exemple « Permis obtenu » ou « Place en crèche ». " + HEALTH,
    )  # fmt: skip

    def prepare(self) -> None:
        """Since today."""
        self.initial.setdefault("started_on", self.actor.today)


class GoalForm(RecordForm):
    """A goal, in the person's words."""

    text = forms.CharField(
        label="L'objectif, avec les mots de la personne", max_length=300,
        help_text="Par exemple « Je veux passer mon permis ».",
    )  # fmt: skip
    set_on = Day(label="Depuis le")
    wanted_on = Day(label="Pour le", required=False)
    reached_on = Day(label="Atteint le", required=False)
    dropped_on = Day(label="Abandonné le", required=False)

    def prepare(self) -> None:
        """A new goal has not ended."""
        self.initial.setdefault("set_on", self.actor.today)
        if self.record is None:
            del self.fields["reached_on"], self.fields["dropped_on"]

    @property
    def aim(self) -> Aim:
        """What was typed."""
        data = self.cleaned_data
        return Aim(data["text"], data["set_on"], data["wanted_on"], data.get("reached_on"), data.get("dropped_on"))


class StepToDoForm(RecordForm):
    """One step towards a goal."""

    text = forms.CharField(label="Le prochain pas", max_length=300, help_text="Une seule chose à faire.")
    due_on = Day(label="Pour le", required=False)
    done_on = Day(label="Fait le", required=False)

    def prepare(self) -> None:
        """A new step is to be done."""
        if self.record is None:
            del self.fields["done_on"]


class OrientationForm(RecordForm):
    """Towards a partner."""

    partner = OrganisationChoice(
        label="Partenaire connu", queryset=Organisation.objects.none(), required=False, empty_label="Un autre"
    )
    partner_name = forms.CharField(label="Ou son nom", required=False, max_length=150)
    domain = forms.ChoiceField(label="À propos de", choices=DOMAINS)
    purpose = forms.CharField(label="Pour quoi", required=False, max_length=300, help_text=HEALTH)
    oriented_on = Day(label="Le")
    outcome = forms.ChoiceField(
        label="Suite donnée", required=False, choices=[("", "Pas encore connue"), *ORIENTATIONS]
    )
    outcome_on = Day(label="Suite du", required=False)

    def prepare(self) -> None:
        """Partners of the network that the reader may name."""
        partners = access.prescribers(self.actor)
        if self.record is not None and self.record.partner_id:
            # unscoped: the one this record, of a journey loaded in scope, already names
            partners = partners | Organisation.objects.filter(pk=self.record.partner_id)
        set_rows(self, "partner", partners)
        self.initial.setdefault("oriented_on", self.actor.today)

    @property
    def sending(self) -> Sending:
        """What was typed; a name is kept only without a known partner."""
        data = self.cleaned_data
        partner = data["partner"]
        return Sending(
            domain=data["domain"],
            oriented_on=data["oriented_on"],
            partner_id=partner.pk if partner else None,
            partner_name="" if partner else data["partner_name"],
            purpose=data["purpose"],
            outcome=data["outcome"],
            outcome_on=data["outcome_on"],
        )


class ProcedureForm(RecordForm):
    """A way to a right, care or housing."""

    domain = forms.ChoiceField(label="À propos de", choices=DOMAINS)
    title = forms.CharField(
        label="Quelle démarche", max_length=150,
        help_text="Par exemple « Demande de logement social » ou « Prendre rendez-vous chez le dentiste ». " + HEALTH,
    )  # fmt: skip
    started_on = Day(label="Commencée le")
    outcome = forms.ChoiceField(label="Résultat", required=False, choices=[("", "En cours"), *PROCEDURES])
    ended_on = Day(label="Terminée le", required=False)

    def prepare(self) -> None:
        """From today."""
        self.initial.setdefault("started_on", self.actor.today)

    @property
    def way(self) -> Way:
        """What was typed."""
        data = self.cleaned_data
        return Way(data["domain"], data["title"], data["started_on"], data["outcome"], data["ended_on"])


class MyGoalForm(Wary):
    """A goal on one's own phone: one sentence, a day."""

    text = forms.CharField(label="Mon objectif", max_length=300, help_text="Écrivez avec vos mots.")
    wanted_on = Day(label="Pour quand", required=False)


class MyStepForm(Wary):
    """A step on one's own phone."""

    text = forms.CharField(label="Ce que je vais faire", max_length=300, help_text="Une seule chose à la fois.")
    due_on = Day(label="Pour quand", required=False)


class PeriodForm(forms.Form):
    """Two days, both included."""

    du = Day(label="Du")
    au = Day(label="Au")

    def clean(self) -> dict[str, Any] | None:
        """In order."""
        data = super().clean() or {}
        if data.get("du") and data.get("au") and data["au"] < data["du"]:
            self.add_error("au", "La fin précède le début. Vérifiez les deux dates.")
        return data

    @property
    def period(self) -> tuple[datetime.date, datetime.date]:
        """Both days, once valid."""
        return self.cleaned_data["du"], self.cleaned_data["au"]


def aim_with(goal: Goal, **changes: Any) -> Aim:
    """A stored goal as the action takes it, with some facts changed."""
    facts = {name: getattr(goal, name) for name in Aim.__dataclass_fields__}
    return Aim(**{**facts, **changes})
