"""What is typed of skills: a recognition, a line of the grid, the badges one wants."""

from collections.abc import Sequence
from typing import Any

from django import forms

from maille.journeys import access
from maille.journeys.actions.grids import grid_of
from maille.journeys.forms.fields import Day
from maille.journeys.forms.wary import Wary
from maille.journeys.forms.workshops import MOST_PEERS
from maille.journeys.models import Journey, Person, Skill
from maille.journeys.rules.badges import Badge
from maille.journeys.rules.skills import LEVELS, LEVELS_OF_ANOTHER
from maille.network.rules.roles import Actor
from maille.ui.forms import set_choices, set_rows

SOURCES = [
    ("contributor", "L'équipe : je l'ai vue faire"),
    ("self", "La personne elle-même : je note ce qu'elle dit d'elle"),
    ("peer", "Un pair : je note ce qu'il ou elle a dit"),
]


def by_family(skills: Sequence[Skill]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The choices of a list, family by family."""
    families: dict[str, list[tuple[int, str]]] = {}
    for skill in skills:
        families.setdefault(skill.family or "Autres", []).append((skill.pk, skill.name))
    return list(families.items())


class RecogniseForm(Wary):
    """One skill of one person."""

    skill = forms.TypedChoiceField(label="Compétence", coerce=int)
    level = forms.TypedChoiceField(
        label="Niveau", coerce=int, choices=list(LEVELS_OF_ANOTHER.items()), widget=forms.RadioSelect
    )
    by = forms.ChoiceField(label="Qui la reconnaît", choices=SOURCES, initial="contributor", widget=forms.RadioSelect)
    peer = forms.ModelChoiceField(
        label="Si c'est un pair, qui", required=False, queryset=Person.objects.none(), empty_label="Personne"
    )
    on = Day(label="Le")
    evidence = forms.CharField(
        label="Vu dans",
        required=False,
        max_length=300,
        help_text="Un atelier, une prestation, un moment. Des faits : la personne lit ce texte.",
    )

    def __init__(self, *args: Any, journey: Journey, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        grid = by_family(grid_of(journey.kpa_id))
        set_choices(self, "skill", [("", "Choisissez"), *grid])
        there = access.present(actor, journey.kpa_id, actor.today).exclude(person_id=journey.person_id)
        names = there.order_by("person__identity_key", "pk").values("person")[:MOST_PEERS]
        set_rows(
            self,
            "peer",
            Person.objects.visible_to(actor).filter(pk__in=names).order_by("identity_key", "pk"),
        )
        self.initial.setdefault("on", actor.today)


class LineForm(forms.Form):
    """One line of the grid."""

    name = forms.CharField(label="Compétence", max_length=120)
    description = forms.CharField(
        label="Ce que l'on sait faire",
        required=False,
        max_length=300,
        help_text="À la première personne : « Je couds droit, je règle la machine. »",
    )


class NewLineForm(LineForm):
    """A line more, in a family known or new."""

    family = forms.CharField(
        label="Famille",
        max_length=60,
        help_text="Une famille de la grille, ou une nouvelle.",
    )
    field_order = ("family", "name", "description")


class LevelForm(Wary):
    """One of the four levels, as a button; where it was seen, when a peer says it."""

    level = forms.TypedChoiceField(coerce=int, choices=LEVELS)
    evidence = forms.CharField(required=False, max_length=300)


class BadgesForm(Wary):
    """The name she wants to show, and the skills she wants to take along."""

    shown_name = forms.CharField(
        label="Nom à écrire sur les badges",
        max_length=120,
        help_text="Le prénom seul, un surnom, ou le nom complet : au choix.",
    )
    skills = forms.MultipleChoiceField(label="Compétences à emporter", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, badges: Sequence[Badge], name: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.badges = {f"{badge.issuer.id}-{badge.skill_id}": badge for badge in badges}
        several = len({badge.issuer.id for badge in badges}) > 1
        set_choices(self, "skills", [
            (key, f"{badge.skill} : {LEVELS_OF_ANOTHER[badge.level].lower()}"
             + (f" ({badge.issuer.name})" if several else ""))
            for key, badge in self.badges.items()
        ])  # fmt: skip
        self.initial.setdefault("shown_name", name)
        self.initial.setdefault("skills", list(self.badges))
