"""What a KPA may decide for itself, and within what (seed 003, "les variantes")."""

from collections.abc import Mapping
from dataclasses import dataclass

from maille.network.rules.pieces import CHOSEN
from maille.network.rules.stages import STAGE_NAMES, ContractKind, StageKind
from maille.network.rules.words import MAXIMUM, WORDS

MINIMUM_AGE = 16
"""Nobody younger joins a KPA (seed 003, "publics cibles")."""
MAXIMUM_MONTHS = 36
"""A CAPE lasts twelve months at most and renews twice (C. com. L127-4): no KPA may decide more."""


CONTROLLER_NAMES = {
    "lead": "La structure porteuse",
    "host": "La structure de portage",
    "joint": "Les deux, ensemble",
}
"""Who answers for people's data (GDPR art. 4-7, 26); nobody has said while it is ""."""


@dataclass(frozen=True)
class Choices:
    """One KPA's own choices, as somebody wants them."""

    publics: str
    minimum_age: int
    maximum_age: int | None
    maximum_months: int
    contract_kinds: tuple[str, ...]
    stage_names: Mapping[str, str]
    vocabulary: Mapping[str, str]
    required_pieces: tuple[str, ...] = ()
    """Pieces nobody works without here, besides the contract and the insurer's answer (rules.pieces.CHOSEN)."""
    controller: str = ""
    """Key of CONTROLLER_NAMES, or ""."""


def problems(choices: Choices) -> dict[str, str]:
    """What cannot be, in French, by field (`stage_names.<key>` and `vocabulary.<key>` inside the two mappings)."""
    found: dict[str, str] = {}
    if choices.minimum_age < MINIMUM_AGE:
        found["minimum_age"] = "Un KPA accueille des personnes de 16 ans ou plus. Choisissez 16 ou davantage."
    if choices.maximum_age is not None and choices.maximum_age < choices.minimum_age:
        found["maximum_age"] = "L'âge maximum est inférieur à l'âge minimum. Corrigez l'un des deux, ou laissez vide."
    if not 1 <= choices.maximum_months <= MAXIMUM_MONTHS:
        found["maximum_months"] = "Un parcours dure de 1 à 36 mois : un CAPE dure un an et se renouvelle deux fois."
    if unknown := set(choices.contract_kinds) - set(ContractKind):
        found["contract_kinds"] = f"Ce contrat n'existe pas : {', '.join(sorted(unknown))}."
    if set(choices.required_pieces) - set(CHOSEN):
        found["required_pieces"] = "Une de ces pièces ne se choisit pas. Rechargez la page."
    if choices.controller and choices.controller not in CONTROLLER_NAMES:
        found["controller"] = "Choisissez une des réponses proposées."
    for field, allowed, said in (
        ("stage_names", set(StageKind), choices.stage_names),
        ("vocabulary", set(WORDS), choices.vocabulary),
    ):
        for key, text in said.items():
            if key not in allowed:
                found[f"{field}.{key}"] = "Ce mot ne se renomme pas."
            elif len(text) > MAXIMUM:
                found[f"{field}.{key}"] = f"Ce mot est trop long : {MAXIMUM} lettres au plus."
            elif not text.isprintable() or set(text) & set("<>{}"):
                found[f"{field}.{key}"] = (
                    "Ce mot contient des signes qui ne s'affichent pas. Écrivez-le avec des lettres."
                )
    names = [(choices.stage_names.get(key, "").strip() or STAGE_NAMES[key]).casefold() for key in StageKind]
    for key, text in choices.stage_names.items():
        if text.strip() and names.count(text.strip().casefold()) > 1:
            found.setdefault(f"stage_names.{key}", "Deux étapes portent ce nom. Donnez à chacune le sien.")
    return found


def own(said: Mapping[str, str], common: Mapping[str, str]) -> dict[str, str]:
    """What is really the KPA's own: neither empty nor the common word."""
    tidy = {key: " ".join(text.split()) for key, text in said.items()}
    return {key: text for key, text in tidy.items() if text and text != common.get(key)}


def too_long(planned_months: int | None, maximum_months: int, kpa: str) -> str:
    """The warning when a journey is planned longer than its KPA allows, naming the rule; "" otherwise."""
    if planned_months is None or planned_months <= maximum_months:
        return ""
    return (
        f"La durée prévue ({planned_months} mois) dépasse la durée maximale décidée par {kpa} ({maximum_months} mois). "
        "Vous pouvez l'enregistrer quand même, ou la raccourcir."
    )
