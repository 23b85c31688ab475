"""Words a KPA may rename: one may say *prestation*, another *mission* (design: "Words").

Screens say them with `{% word "job" kpa %}`, never with an article glued to them: a KPA's word may change gender.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MAXIMUM = 40
"""Letters a word may have."""


@dataclass(frozen=True)
class Word:
    """A word of the field, alone and in numbers, with what it stands for."""

    one: str
    many: str
    meaning: str


WORDS = {
    "job": Word("prestation", "prestations", "ce que le groupe réalise pour un client"),
    "workshop": Word("atelier", "ateliers", "un temps collectif"),
    "interview": Word("entretien", "entretiens", "un temps individuel d'accompagnement"),
    "cooperant": Word("coopérant·e", "coopérant·es", "une personne qui suit un parcours"),
    "contributor": Word("contributeur·rice", "contributeur·rices", "une personne qui anime et accompagne"),
    "journey": Word("parcours", "parcours", "le temps passé dans le KPA, de l'entrée à la sortie"),
    "group": Word("groupe", "groupes", "les personnes du KPA, ensemble"),
}


def plural(word: str) -> str:
    """The usual plural, each word of an expression before "de", "à" or "d'" taking its own.

    mission → missions, journal → journaux, coup de main → coups de main, membre actif → membres actifs.
    """
    parts = word.split(" ")
    stop = next((i for i, part in enumerate(parts) if part in {"de", "à", "en"} or part.startswith("d'")), len(parts))
    return " ".join([*(plural_part(part) for part in parts[:stop]), *parts[stop:]])


def plural_part(word: str) -> str:
    """One word in the plural."""
    if not word or word[-1] in "sxz":
        return word
    if word.endswith("al"):
        return f"{word[:-2]}aux"
    return f"{word}x" if word.endswith(("eau", "eu")) else f"{word}s"


def say(vocabulary: Mapping[str, str], key: str, *, many: bool = False) -> str:
    """The KPA's own word, else the common one; KeyError for a key that is no word of ours."""
    common = WORDS[key]
    own = vocabulary.get(key, "")
    if own and own != common.one:
        return plural(own) if many else own
    return common.many if many else common.one
