"""Headings of a register: nineteen columns, and the many ways people write them.

Matched without case, accents, spaces or punctuation (design: "The register file"). The synonyms are those of the
registers we know of; anything else can be mapped by hand on the screen and is reported, never silently dropped.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Column(StrEnum):
    """The columns, named and ordered as the register file has them."""

    KPA = "kpa"
    NOM = "nom"
    PRENOM = "prenom"
    DATE_NAISSANCE = "date_naissance"
    SEXE = "sexe"
    CODE_POSTAL = "code_postal"
    COMMUNE = "commune"
    QPV = "qpv"
    PARENT_ISOLE = "parent_isole"
    PROTECTION_INTERNATIONALE = "protection_internationale"
    NIVEAU_ATTEINT = "niveau_atteint"
    INSCRIPTION_FT = "inscription_ft"
    MISSION_LOCALE = "mission_locale"
    RQTH = "rqth"
    ENTREE = "entree"
    DUREE_PREVUE_MOIS = "duree_prevue_mois"
    SORTIE = "sortie"
    SITUATION_SORTIE = "situation_sortie"
    DETAIL_SORTIE = "detail_sortie"


REQUIRED = (Column.KPA, Column.NOM, Column.PRENOM, Column.DATE_NAISSANCE, Column.ENTREE)

LABELS = {
    Column.KPA: "KPA",
    Column.NOM: "Nom",
    Column.PRENOM: "Prénom",
    Column.DATE_NAISSANCE: "Date de naissance",
    Column.SEXE: "Sexe",
    Column.CODE_POSTAL: "Code postal",
    Column.COMMUNE: "Commune",
    Column.QPV: "Quartier prioritaire (QPV)",
    Column.PARENT_ISOLE: "Parent isolé",
    Column.PROTECTION_INTERNATIONALE: "Protection internationale",
    Column.NIVEAU_ATTEINT: "Niveau atteint",
    Column.INSCRIPTION_FT: "Inscription à France Travail",
    Column.MISSION_LOCALE: "Mission locale",
    Column.RQTH: "RQTH",
    Column.ENTREE: "Entrée",
    Column.DUREE_PREVUE_MOIS: "Durée prévue (mois)",
    Column.SORTIE: "Sortie",
    Column.SITUATION_SORTIE: "Situation à la sortie",
    Column.DETAIL_SORTIE: "Détail de la sortie",
}

SYNONYMS = {
    Column.KPA: "nom du kpa, kpa d'accueil",
    Column.NOM: "nom de famille, nom usuel, nom d'usage, nom de naissance",
    Column.PRENOM: "prénoms, prénom usuel",
    Column.DATE_NAISSANCE: "date naissance, naissance, né le, née le, né(e) le, ddn",
    Column.SEXE: "genre, civilité, sexe (F/H/X)",
    Column.CODE_POSTAL: "CP",
    Column.COMMUNE: "ville",
    Column.QPV: "quartier prioritaire, habite en qpv, résident qpv",
    Column.PARENT_ISOLE: "famille monoparentale, monoparental, monoparentalité",
    Column.PROTECTION_INTERNATIONALE: "bpi, bénéficiaire d'une protection internationale",
    Column.NIVEAU_ATTEINT: "niveau, niveau d'études, niveau de formation, niveau de diplôme",
    Column.INSCRIPTION_FT: "inscription france travail, date inscription france travail, "
    "date d'inscription à france travail, date inscription ft, inscription pôle emploi, "
    "date inscription pôle emploi, inscription pe, date inscription pe",
    Column.MISSION_LOCALE: "ml, suivi mission locale, orienté par une mission locale",
    Column.RQTH: "reconnaissance travailleur handicapé, travailleur handicapé",
    Column.ENTREE: "date d'entrée, date entrée, entrée le, date de début, début, début du parcours",
    Column.DUREE_PREVUE_MOIS: "durée prévue, durée en mois, durée prévue en mois, durée",
    Column.SORTIE: "date de sortie, date sortie, sortie le, date de fin, fin, fin du parcours",
    Column.SITUATION_SORTIE: "situation de sortie, type de sortie",
    Column.DETAIL_SORTIE: "détail de sortie, précision sortie, précision",
}

OURS = ("Ligne d'origine", "Problèmes signalés")
"""Headings Maille adds to a correction file; ignored when it comes back."""


def fold_heading(text: str) -> str:
    """A heading without case, accents, spaces or punctuation: "Durée prévue (mois)" → "dureeprevuemois"."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())


def known_headings() -> dict[str, tuple[int, Column]]:
    """Folded heading → (how far from the exact name, column)."""
    known: dict[str, tuple[int, Column]] = {}
    for column in Column:
        spellings = [column.value, LABELS[column], *SYNONYMS[column].split(", ")]
        for rank, spelling in enumerate(spellings):
            known.setdefault(fold_heading(spelling), (rank, column))
    return known


KNOWN = known_headings()
IGNORED = frozenset(fold_heading(text) for text in OURS)


@dataclass(frozen=True)
class Headings:
    """What each column of a file is."""

    titles: tuple[str, ...]
    places: Mapping[Column, int]
    """Column → its position in the file."""

    @property
    def missing(self) -> tuple[Column, ...]:
        """Required columns the file does not have."""
        return tuple(column for column in REQUIRED if column not in self.places)

    @cached_property
    def unknown(self) -> Mapping[int, str]:
        """Position → heading of the columns Maille does not know, kept aside with each line."""
        taken = set(self.places.values())
        found: dict[int, str] = {}
        for position, title in enumerate(self.titles):
            if position not in taken and fold_heading(title) not in IGNORED:
                named = title or f"Colonne {position + 1}"
                found[position] = named if named not in found.values() else f"{named} ({position + 1})"
        return found

    @property
    def recognised(self) -> int:
        """How many columns were understood."""
        return len(self.places)


def match_headings(titles: Sequence[str]) -> Headings:
    """Guess what each column is. Of two that say the same, the one closest to the exact name wins, then the first."""
    best: dict[Column, tuple[int, int]] = {}
    for position, title in enumerate(titles):
        rank, column = KNOWN.get(fold_heading(title), (None, None))
        if rank is not None and column is not None and (column not in best or rank < best[column][0]):
            best[column] = (rank, position)
    return Headings(tuple(titles), {column: position for column, (_, position) in best.items()})


def chosen_headings(titles: Sequence[str], choices: Mapping[int, str]) -> Headings:
    """The mapping a person confirmed: position → column name; a position left out is an unknown column."""
    places: dict[Column, int] = {}
    for position, name in sorted(choices.items()):
        if name and 0 <= position < len(titles):
            places.setdefault(Column(name), position)
    return Headings(tuple(titles), places)
