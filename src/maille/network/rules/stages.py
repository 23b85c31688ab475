"""The stages of a journey, in order, and the contracts a KPA may offer: keys are ours, names may be its own."""

from enum import StrEnum


class StageKind(StrEnum):
    """The four stages of seed 003, in order; a KPA may rename them, not renumber them."""

    IMMERSE = "immerse"
    EXPLORE = "explore"
    TEST = "test"
    OPEN_UP = "open_up"


STAGE_NAMES = {
    StageKind.IMMERSE: "S'immerger",
    StageKind.EXPLORE: "Explorer",
    StageKind.TEST: "Tester",
    StageKind.OPEN_UP: "S'ouvrir vers l'extérieur",
}


class ContractKind(StrEnum):
    """Under what a person takes part (seed 003, "les contrats")."""

    CAPE = "cape"
    CESA = "cesa"
    VOLUNTEERING = "volunteering"
    MEMBERSHIP = "membership"


CONTRACT_NAMES = {
    ContractKind.CAPE: "Contrat d'appui au projet d'entreprise (CAPE)",
    ContractKind.CESA: "Contrat d'entrepreneur·e salarié·e associé·e (CESA)",
    ContractKind.VOLUNTEERING: "Volontariat",
    ContractKind.MEMBERSHIP: "Adhésion bénévole à l'association",
}
