"""Kinds of accounts and of postings (design: "Around the rule")."""

from enum import StrEnum


class AccountKind(StrEnum):
    """Whose money an account follows."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"
    HOST = "host"
    SOLIDARITY = "solidarity"
    COMMONS = "commons"
    POT = "pot"
    OUTSIDE = "outside"


ACCOUNT_NAMES = {
    AccountKind.INDIVIDUAL: "Trésorerie individuelle",
    AccountKind.COLLECTIVE: "Trésorerie collective",
    AccountKind.HOST: "Structure de portage",
    AccountKind.SOLIDARITY: "Fonds de solidarité",
    AccountKind.COMMONS: "Fonds des communs",
    AccountKind.POT: "Cagnotte d'une prestation",
    AccountKind.OUTSIDE: "Au-dehors",
}

MAY_OWE = frozenset({AccountKind.OUTSIDE})
"""Only what stands for the rest of the world goes below zero without being said: every euro comes from somewhere."""


class PostingKind(StrEnum):
    """Why money moved."""

    OPENING = "opening"
    RECEIPT = "receipt"
    REFUND = "refund"
    BAD_DEBT = "bad_debt"
    DISTRIBUTION = "distribution"
    PAY = "pay"
    REFUND_PAID = "refund_paid"
    FEE = "fee"
    TRANSFER = "transfer"
    REVERSAL = "reversal"


POSTING_NAMES = {
    PostingKind.OPENING: "Solde d'ouverture",
    PostingKind.RECEIPT: "Recette",
    PostingKind.REFUND: "Remboursement au client",
    PostingKind.BAD_DEBT: "Impayé",
    PostingKind.DISTRIBUTION: "Répartition",
    PostingKind.PAY: "Paie",
    PostingKind.REFUND_PAID: "Frais avancés rendus",
    PostingKind.FEE: "Contribution périodique",
    PostingKind.TRANSFER: "Virement entre comptes",
    PostingKind.REVERSAL: "Annulation",
}
