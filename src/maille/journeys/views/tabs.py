"""The pages of one journey, side by side."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

TABS = (
    ("Parcours", "journeys:journey"),
    ("Avant de travailler", "journeys:dossier"),
    ("Contrats", "journeys:contracts"),
    ("Notes", "journeys:notes"),
    ("Compétences", "journeys:skills"),
    ("Planning", "activities:journey_planning"),
    ("Droits", "journeys:rights"),
)
"""Label → route taking a journey's id; one that does not exist is left out."""


@dataclass(frozen=True)
class Tab:
    """One page of the journey."""

    label: str
    url: str
    current: bool


def tabs(journey_id: int, current: str) -> list[Tab]:
    """The pages of this journey; `current` is the route of the one shown ("" for none)."""
    found = []
    for label, route in TABS:
        try:
            found.append(Tab(label, reverse(route, args=[journey_id]), route == current))
        except NoReverseMatch:
            continue
    return found
