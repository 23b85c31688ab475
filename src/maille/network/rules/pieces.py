"""What may be asked before somebody works; a KPA says which of them block."""

from enum import StrEnum


class PieceKind(StrEnum):
    """One line of the readiness checklist."""

    IDENTITY = "identity"
    ADDRESS = "address"
    NOTICE = "notice"
    CONTRACT = "contract"
    INSURANCE = "insurance"
    BANK = "bank"
    CHARTER = "charter"
    RIGHT_TO_WORK = "right_to_work"
    AUTHORISATION = "authorisation"

    @property
    def is_recorded(self) -> bool:
        """Whether it is a piece somebody records; the others are read from contracts, insurers and bank details."""
        return self not in {PieceKind.CONTRACT, PieceKind.INSURANCE, PieceKind.BANK}


PIECE_NAMES = {
    PieceKind.IDENTITY: "Pièce d'identité",
    PieceKind.ADDRESS: "Adresse",
    PieceKind.NOTICE: "Information sur les données personnelles",
    PieceKind.CONTRACT: "Contrat signé",
    PieceKind.INSURANCE: "Accord de l'assureur",
    PieceKind.BANK: "Coordonnées bancaires",
    PieceKind.CHARTER: "Charte du groupe",
    PieceKind.RIGHT_TO_WORK: "Autorisation de travail",
    PieceKind.AUTHORISATION: "Autorisation du représentant légal",
}

ALWAYS = frozenset({PieceKind.CONTRACT, PieceKind.INSURANCE})
"""Nobody works before these, whatever a KPA decides (mission: "no activity before the insurer's answer")."""

WHEN_NEEDED = frozenset({PieceKind.RIGHT_TO_WORK, PieceKind.AUTHORISATION})
"""Block whoever needs them: people who need a permit, and those under 18."""

CHOSEN = tuple(kind for kind in PieceKind if kind not in ALWAYS | WHEN_NEEDED)
"""Block when the KPA decides so."""
