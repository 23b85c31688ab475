"""What is typed of a job: the job itself, its moves, its repeats, promises of work."""

from typing import Any

from django import forms

from maille.activities.actions.participants import participant_for
from maille.activities.forms.fields import DurationField, decimal_field, plain
from maille.activities.forms.proposed import Proposed
from maille.activities.models import Activity, Job, Offer, Participant, WorkRole
from maille.activities.models.planning import named_before, team_on
from maille.activities.rules.jobs import (
    MOST_MINUTES,
    OPEN,
    WHO_CANCELS,
    JobFacts,
    expected_of,
    minutes_of,
)
from maille.activities.rules.kinds import POT_KINDS, JobState, PotKind
from maille.identity.models import User
from maille.journeys import access
from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.journeys.models import Person
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.forms import MoneyField, set_choices, set_rows

KINDS = [(kind.value, POT_KINDS[kind]) for kind in (PotKind.JOB, PotKind.SALE)]
STARTS_AS = {
    JobState.IDEA: "Une idée du groupe",
    JobState.ASKED: "Un client la demande",
    JobState.PLANNED: "C'est prévu",
}
MOST_NAMES = 300
"""Names a list proposes at most."""


class OfferForm(forms.Form):
    """Start from an offer of the catalogue: `?offre=3&quantite=40`."""

    offre = forms.ModelChoiceField(label="Offre du catalogue", queryset=Offer.objects.none(), empty_label="Aucune")
    quantite = decimal_field(label="Quantité", required=False, min_value=0, max_digits=9, decimal_places=2)

    def __init__(self, *args: Any, kpa: Organisation, **more: Any) -> None:
        super().__init__(*args, **more)
        set_rows(self, "offre", offers_of(kpa))

    @property
    def proposed(self) -> dict[str, Any]:
        """What the offer fills in."""
        if not self.is_valid():
            return {}
        offer, quantity = self.cleaned_data["offre"], self.cleaned_data["quantite"] or None
        return {
            "title": offer.name,
            "activity": offer.activity_id,
            "offer": offer.pk,
            "quantity": plain(quantity) if quantity else None,
            "description": offer.description,
            "expected": expected_of(offer.price, quantity),
            "planned": minutes_of(offer.minutes, quantity),
        }


def offers_of(kpa: Organisation) -> Any:
    """The catalogue of a KPA loaded in scope."""
    # unscoped: of a KPA loaded in scope
    return Offer.objects.filter(activity__kpa=kpa, retired_on__isnull=True).order_by("activity__name", "name", "pk")


class JobForm(Wary):
    """A job of one KPA, new or corrected."""

    title = forms.CharField(label="Nom de la prestation", max_length=120)
    kind = forms.ChoiceField(label="Nature", choices=KINDS, initial=PotKind.JOB.value)
    state = forms.ChoiceField(
        label="Où en est-on ?", choices=[(state.value, STARTS_AS[state]) for state in OPEN], widget=forms.RadioSelect
    )
    client = forms.CharField(label="Client", required=False, max_length=150, widget=Proposed)
    contact = forms.CharField(
        label="Contact chez le client",
        required=False,
        max_length=150,
        widget=Proposed,
        help_text="Nom et téléphone. Laissez vide pour reprendre celui de la dernière fois.",
    )
    place = forms.CharField(label="Lieu", required=False, max_length=150, widget=Proposed)
    starts_on = Day(label="Du", required=False)
    ends_on = Day(label="Au", required=False)
    description = forms.CharField(
        label="Ce qui est demandé",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Le groupe le lit.",
    )
    activity = forms.ModelChoiceField(
        label="Activité", required=False, queryset=Activity.objects.none(), empty_label="Pas encore choisie"
    )
    offer = forms.ModelChoiceField(
        label="Offre du catalogue", required=False, queryset=Offer.objects.none(), empty_label="Hors catalogue"
    )
    quantity = decimal_field(label="Quantité", required=False, max_digits=9, decimal_places=2)
    expected = MoneyField(label="Recette attendue, hors taxes", required=False, help_text="En euros : 864 ou 864,00.")
    planned = DurationField(
        most=MOST_MINUTES,
        label="Temps de travail prévu",
        required=False,
        help_text="Tout le travail, quel que soit le nombre de personnes : 24 h.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kpa: Organisation, known: Job | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        # unscoped: of a KPA loaded in scope
        activities = Activity.objects.filter(kpa=kpa, closed_on__isnull=True)
        if known is not None and known.activity_id:
            activities = activities | Activity.objects.filter(pk=known.activity_id)  # unscoped: of a job in scope
        set_rows(self, "activity", activities.order_by("name", "pk"))
        offers = offers_of(kpa)
        if known is not None and known.offer_id:
            # unscoped: of a job loaded in scope
            offers = (offers | Offer.objects.filter(pk=known.offer_id)).order_by("activity__name", "name", "pk")
        set_rows(self, "offer", offers)
        former = named_before(kpa.pk)
        for name, texts in (("client", "clients"), ("contact", "contacts"), ("place", "places")):
            self.fields[name].widget.proposed = former[texts]
        if known is not None:
            del self.fields["state"]
            if known.kind not in dict(KINDS):
                set_choices(self, "kind", [(known.kind, known.get_kind_display())])
            self.initial = {**initial_of(known), **self.initial}
        else:
            self.initial.setdefault("state", JobState.ASKED.value)

    def clean(self) -> dict[str, Any] | None:
        """What is planned says when."""
        typed = super().clean() or {}
        planned = typed.get("state") == JobState.PLANNED.value
        if planned and not typed.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", "C'est prévu : dites quel jour.")
        return typed

    @property
    def facts(self) -> JobFacts:
        """What was typed, as a value."""
        typed = self.cleaned_data
        return JobFacts(
            title=typed["title"],
            kind=typed["kind"],
            activity_id=typed["activity"].pk if typed["activity"] else activity_of(typed["offer"]),
            offer_id=typed["offer"].pk if typed["offer"] else None,
            quantity=typed["quantity"],
            description=typed["description"],
            client=typed["client"],
            contact=typed["contact"],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"] or typed["starts_on"],
            place=typed["place"],
            expected=typed["expected"],
            planned_minutes=typed["planned"],
        )


def activity_of(offer: Offer | None) -> int | None:
    """An offer says its activity."""
    return offer.activity_id if offer else None


def initial_of(known: Job) -> dict[str, Any]:
    """What is stored, to be corrected."""
    names = ("title", "kind", "description", "client", "contact", "place", "starts_on", "ends_on", "quantity",
             "expected", "version")  # fmt: skip
    values = {name: getattr(known, name) for name in names}
    values["quantity"] = plain(known.quantity) if known.quantity is not None else None
    return values | {"activity": known.activity_id, "offer": known.offer_id, "planned": known.planned_minutes}


class CancelForm(Wary):
    """Why a job will not take place."""

    who = forms.ChoiceField(label="Qui annule ?", choices=list(WHO_CANCELS.items()), widget=forms.RadioSelect)
    why = forms.CharField(
        label="Pourquoi",
        required=False,
        max_length=200,
        help_text="En une phrase simple. Les personnes inscrites la lisent.",
    )


class WhyForm(Wary):
    """A word of why, never asked twice."""

    why = forms.CharField(label="Pourquoi", required=False, max_length=300)


class PromiseForm(Wary):
    """So many hours promised in a role, for somebody or nobody yet."""

    role = forms.ModelChoiceField(label="Rôle", queryset=WorkRole.objects.none(), empty_label="Choisissez")
    minutes = DurationField(most=MOST_MINUTES, label="Combien de temps", help_text="7 h 30, 7,5 ou 45 min.")
    who = forms.ChoiceField(label="Qui", required=False)
    what = forms.CharField(label="Pour quoi faire", required=False, max_length=200)

    def __init__(self, *args: Any, kpa: Organisation, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        # unscoped: of a KPA loaded in scope
        roles = WorkRole.objects.filter(kpa=kpa, retired_on__isnull=True)
        set_rows(self, "role", roles.order_by("rank", "name", "pk"))
        present = access.present(actor, kpa.pk, actor.today).select_related("person")
        some = present.order_by("person__identity_key", "pk")[:MOST_NAMES]
        group = [(f"p{each.person_id}", str(each.person)) for each in some]
        team = [(f"u{each.pk}", each.name) for each in team_on(kpa.pk, actor.today)]
        set_choices(self, "who", [
            ("", "Personne encore"), ("L'équipe", team), ("Le groupe", group),
        ])  # fmt: skip

    def participant(self, kpa: Organisation) -> Participant | None:
        """Who was chosen; None for nobody yet. The list held only people of the KPA."""
        chosen = self.cleaned_data["who"]
        if not chosen:
            return None
        pk = int(chosen[1:])
        if chosen[0] == "u":
            return participant_for(kpa, user=User(pk=pk))
        return participant_for(kpa, person=Person(pk=pk))
