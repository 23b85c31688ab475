"""The closed vocabularies of a journey: stages, levels, outcomes; and what goes with what.

Keys are the report's (design: "The network's report"); French words are what screens show.
"""

from enum import StrEnum

from maille.network.rules.stages import STAGE_NAMES, StageKind

__all__ = [
    "DETAILS_OF",
    "DETAIL_NAMES",
    "LEVEL_NAMES",
    "OUTCOME_NAMES",
    "STAGE_NAMES",
    "Detail",
    "Level",
    "Outcome",
    "Sex",
    "StageKind",
    "detail_fits",
]


class Sex(StrEnum):
    """Sex as the register and the report tell it."""

    F = "F"
    H = "H"
    X = "X"


class Level(StrEnum):
    """Highest level of education reached, not necessarily obtained as a diploma."""

    BELOW_CAP = "below_cap"
    CAP_BEP = "cap_bep"
    BAC = "bac"
    BAC_2_4 = "bac_2_4"
    BAC_5 = "bac_5"


LEVEL_NAMES = {
    Level.BELOW_CAP: "Inférieur au CAP",
    Level.CAP_BEP: "CAP ou BEP",
    Level.BAC: "Baccalauréat",
    Level.BAC_2_4: "Bac +2 à +4",
    Level.BAC_5: "Bac +5 et plus",
}


class Outcome(StrEnum):
    """What a person does after leaving."""

    EMPLOYMENT = "employment"
    TRAINING = "training"
    BUSINESS_CREATION = "business_creation"
    OTHER_SCHEME = "other_scheme"
    NONE = "none"
    CIVIC_SERVICE = "civic_service"


OUTCOME_NAMES = {
    Outcome.EMPLOYMENT: "En emploi",
    Outcome.TRAINING: "En formation",
    Outcome.BUSINESS_CREATION: "Création ou reprise d'entreprise",
    Outcome.OTHER_SCHEME: "Orienté·e vers un autre dispositif",
    Outcome.NONE: "Sans emploi ni formation",
    Outcome.CIVIC_SERVICE: "En service civique",
}


class Detail(StrEnum):
    """The precise form of an outcome."""

    CDI = "cdi"
    CDD_6_PLUS = "cdd_6_plus"
    CDD_UNDER_6 = "cdd_under_6"
    INTERIM = "interim"
    QUALIFYING = "qualifying"
    NON_QUALIFYING = "non_qualifying"


DETAIL_NAMES = {
    Detail.CDI: "CDI",
    Detail.CDD_6_PLUS: "CDD de 6 mois et plus",
    Detail.CDD_UNDER_6: "CDD de moins de 6 mois",
    Detail.INTERIM: "Intérim",
    Detail.QUALIFYING: "Formation qualifiante ou certifiante",
    Detail.NON_QUALIFYING: "Formation non qualifiante",
}

DETAILS_OF = {
    Outcome.EMPLOYMENT: frozenset({Detail.CDI, Detail.CDD_6_PLUS, Detail.CDD_UNDER_6, Detail.INTERIM}),
    Outcome.TRAINING: frozenset({Detail.QUALIFYING, Detail.NON_QUALIFYING}),
}


def detail_fits(outcome: str, detail: str) -> bool:
    """Whether this detail may go with this outcome; no detail fits any outcome, even none."""
    if not detail:
        return True
    return bool(outcome) and detail in DETAILS_OF.get(Outcome(outcome), frozenset())
