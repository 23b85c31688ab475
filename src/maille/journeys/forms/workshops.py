"""What is typed of a workshop."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from maille.identity.models import User
from maille.journeys import access
from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.journeys.models import Person, Workshop
from maille.journeys.models.support import DOMAINS
from maille.journeys.rules.workshops import MOST_REPEATS, WorkshopFacts
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.ui.forms import set_rows

MOST_PEERS = 300
"""Names the list of peers proposes at most."""


class TimeInput(forms.TimeInput):
    """A time picked or typed in the browser's own field."""

    input_type = "time"


class UserChoice(forms.ModelChoiceField[User]):
    """Somebody of the team."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return str(obj.name)


class WorkshopForm(Wary):
    """A workshop of one KPA, new or corrected."""

    title = forms.CharField(label="Nom de l'atelier", max_length=120)
    domain = forms.ChoiceField(label="Sujet", choices=[("", "Choisissez"), *DOMAINS])
    description = forms.CharField(
        label="En quelques mots",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ce que l'on y fait, ce qu'il faut apporter. Les coopérant·es le lisent.",
    )
    starts_on = Day(label="Le")
    starts_at = forms.TimeField(label="De", widget=TimeInput(format="%H:%M"))
    ends_at = forms.TimeField(label="À", widget=TimeInput(format="%H:%M"))
    place = forms.CharField(label="Lieu", required=False, max_length=150)
    places = forms.IntegerField(
        label="Nombre de places",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Laissez vide s'il n'y a pas de limite. Au-delà, une liste d'attente se tient seule.",
    )
    led_by = UserChoice(
        label="Animé par quelqu'un de l'équipe", required=False, queryset=User.objects.none(), empty_label="Personne"
    )
    led_by_peer = forms.ModelChoiceField(
        label="Ou par une personne du groupe", required=False, queryset=Person.objects.none(), empty_label="Personne"
    )
    led_by_name = forms.CharField(
        label="Ou par quelqu'un d'ailleurs",
        required=False,
        max_length=120,
        help_text="Prénom et structure, par exemple.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kpa: Organisation, actor: Actor, known: Workshop | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        day = known.day if known else actor.today
        peers = Person.objects.visible_to(actor).filter(journeys__in=access.present(actor, kpa.pk, day))
        set_rows(self, "led_by", access.possible_referents(kpa.pk, day))
        names = peers.order_by("identity_key", "pk").values("pk")[:MOST_PEERS]
        set_rows(
            self,
            "led_by_peer",
            Person.objects.visible_to(actor).filter(pk__in=names).order_by("identity_key", "pk"),
        )
        if known:
            self.initial = {**self.initial_of(known), **self.initial}
        else:
            self.initial.setdefault("starts_on", actor.today)
            self.initial.setdefault("led_by", actor.user_id)

    @staticmethod
    def initial_of(known: Workshop) -> dict[str, Any]:
        """What is stored, to be corrected."""
        values = {
            name: getattr(known, name)
            for name in ("title", "domain", "description", "place", "places", "led_by_name", "version")
        }
        return values | {
            "led_by": known.led_by_id,
            "led_by_peer": known.led_by_peer_id,
            "starts_on": known.day,
            "starts_at": known.start.time(),
            "ends_at": known.end.time(),
        }

    def clean(self) -> dict[str, Any]:
        """An end that precedes the start is the next day's only after midnight; nobody plans that here."""
        typed = super().clean() or {}
        start, end = typed.get("starts_at"), typed.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "L'heure de fin précède l'heure de début. Vérifiez les deux.")
        return typed

    @property
    def facts(self) -> WorkshopFacts:
        """What was typed, as a value."""
        typed = self.cleaned_data
        start = datetime.datetime.combine(typed["starts_on"], typed["starts_at"])
        end = datetime.datetime.combine(typed["starts_on"], typed["ends_at"])
        return WorkshopFacts(
            title=typed["title"],
            domain=typed["domain"],
            starts_at=timezone.make_aware(start),
            minutes=int((end - start).total_seconds()) // 60,
            description=typed["description"],
            place=typed["place"],
            places=typed["places"],
            led_by_id=typed["led_by"].pk if typed["led_by"] else None,
            led_by_peer_id=typed["led_by_peer"].pk if typed["led_by_peer"] else None,
            led_by_name=typed["led_by_name"],
        )


class RepeatForm(forms.Form):
    """The same again: a workshop, a job."""

    weeks = forms.TypedChoiceField(
        label="Tous les combien",
        coerce=int,
        choices=[(1, "Chaque semaine"), (2, "Toutes les deux semaines"), (3, "Toutes les trois semaines"),
                 (4, "Toutes les quatre semaines")],
    )  # fmt: skip
    times = forms.IntegerField(
        label="Combien de fois encore",
        min_value=1,
        max_value=MOST_REPEATS,
        initial=4,
        help_text=f"De 1 à {MOST_REPEATS}, aux mêmes heures.",
    )
