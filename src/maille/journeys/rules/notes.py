"""Who may read a note, and the parts of a journey a partner may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from maille.network.rules.roles import Role


class Visibility(StrEnum):
    """Who reads a note, from the fewest to the most."""

    AUTHOR = "author"
    TEAM = "team"
    HOST = "host"
    SHARED = "shared"


VISIBILITY_NAMES = {
    Visibility.AUTHOR: "L'auteur·rice et le ou la référent·e",
    Visibility.TEAM: "L'équipe du KPA",
    Visibility.HOST: "L'équipe du KPA et la structure de portage",
    Visibility.SHARED: "L'équipe, la structure de portage et la personne",
}
READERS = {
    Visibility.SHARED: "La personne, l'équipe, la structure de portage, et la coordination du réseau",
    Visibility.HOST: "L'équipe du KPA et la structure de portage",
    Visibility.TEAM: "L'équipe du KPA",
    Visibility.AUTHOR: "L'auteur·rice et le ou la référent·e",
}
"""What a form offers, everybody named: sharing comes first, it is the default."""
SHORT_NAMES = {
    Visibility.AUTHOR: "auteur·rice et référent·e",
    Visibility.TEAM: "équipe du KPA",
    Visibility.HOST: "équipe et structure de portage",
    Visibility.SHARED: "partagée avec la personne",
}
WIDTH = {visibility: rank for rank, visibility in enumerate(Visibility)}
"""Visibility → how wide it is, 0 for the narrowest."""


@dataclass(frozen=True)
class Standing:
    """Where somebody who opens the file stands towards one note of it."""

    role: Role | None
    wrote_it: bool = False
    follows: bool = False
    """She or he is the journey's referent today."""
    entrusted: bool = True
    """The note was written for, or handed over to, this referent; or nobody followed the person then."""
    is_herself: bool = False
    """The note is about the reader."""


def narrowest(standing: Standing) -> Visibility:
    """The narrowest note this reader reads; every wider one too, so nobody reads a secret and not what is around it.

    docs/decisions/012. The coordination opens files to help KPAs, it accompanies nobody: it reads what is shared.
    """
    if standing.wrote_it:
        return Visibility.AUTHOR
    if standing.is_herself:
        return Visibility.SHARED
    if standing.follows:
        return Visibility.AUTHOR if standing.entrusted else Visibility.TEAM
    if standing.role == Role.CONTRIBUTOR:
        return Visibility.TEAM
    if standing.role == Role.HOST_REFERENT:
        return Visibility.HOST
    return Visibility.SHARED


def reads(standing: Standing, visibility: str) -> bool:
    """Whether a note, or an earlier version of it, of that visibility is for this reader."""
    return WIDTH[Visibility(visibility)] >= WIDTH[narrowest(standing)]


def is_narrower(one: str, other: str) -> bool:
    """Whether fewer people read `one` than `other`."""
    return WIDTH[Visibility(one)] < WIDTH[Visibility(other)]


class Part(StrEnum):
    """What a partner may be shown of one journey."""

    SITUATION = "situation"
    STAGES = "stages"
    GOALS = "goals"
    BARRIERS = "barriers"
    ORIENTATIONS = "orientations"
    SKILLS = "skills"
    NOTES = "notes"


PART_NAMES = {
    Part.SITUATION: "La situation à l'entrée",
    Part.STAGES: "Les étapes du parcours",
    Part.GOALS: "Les objectifs et les prochains pas",
    Part.BARRIERS: "Les freins",
    Part.ORIENTATIONS: "Les orientations",
    Part.SKILLS: "Les compétences reconnues",
    Part.NOTES: "Les notes partagées avec la personne",
}
LONGEST_OPENING = 6
"""Months; a partner who still helps asks again (design choice)."""


def part_names(parts: Iterable[str]) -> list[str]:
    """The chosen parts in words, in the order a form lists them."""
    chosen = set(parts)
    return [name for part, name in PART_NAMES.items() if part.value in chosen]
