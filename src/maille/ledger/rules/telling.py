"""A movement told in plain words, from its kind and its figures; never from a name stored in prose.

`gained`: money came in. `own`: the reader is whose account it is. At most one idea per sentence (mission field notes).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maille.ledger.rules.kinds import POSTING_NAMES, PostingKind
from maille.ui.text import NO_BREAK, euros

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
TOTAL_COST = (
    "Cette somme sert à payer votre travail. Elle couvre le salaire et toutes les cotisations. "
    "Sur votre compte en banque, vous recevez moins : le salaire net."
)
"""Design: "a share is money available for pay, not take-home pay: every screen says so"."""


@dataclass(frozen=True)
class Told:
    """What a sentence is made of."""

    kind: str
    gained: bool
    other: str
    """The account on the other side, as this reader may name it."""
    other_kind: str
    facts: Mapping[str, Any]


def month_of(facts: Mapping[str, Any]) -> str:
    """ "2026-03" → " de mars 2026", " d'août 2026"; nothing when it is not said."""
    year, _, month = str(facts.get("month", "")).partition("-")
    if not (year.isdecimal() and month[:2].isdecimal() and 1 <= int(month[:2]) <= 12):
        return ""
    name = MONTHS[int(month[:2]) - 1]
    return f" d'{name} {year}" if name[0] in "ao" else f" de {name} {year}"


def quoted(name: str) -> str:
    """A name between French quotes, which a line end never parts from it."""
    return f"«{NO_BREAK}{name}{NO_BREAK}»"


def sentence(told: Told, *, own: bool) -> str:
    """What happened, in one short sentence without its amount."""
    kind = told.kind
    if kind == PostingKind.REVERSAL:
        of = POSTING_NAMES.get(PostingKind(told.facts["of"]), "") if "of" in told.facts else ""
        return f"Annulation : {of[:1].lower()}{of[1:]}" if of else "Annulation"
    if kind == PostingKind.DISTRIBUTION:
        return distribution(told, own=own)
    if kind == PostingKind.TRANSFER:
        return transfer(told, own=own)
    month = month_of(told.facts)
    said = {
        PostingKind.OPENING: "Solde repris à l'ouverture des comptes",
        PostingKind.PAY: f"{'Votre paie' if own else 'Paie'}{month}{net_of(told, own=own)}",
        PostingKind.REFUND_PAID: f"{'Vos frais' if own else 'Frais'} avancés, rendus avec la paie{month}",
        PostingKind.FEE: f"Contribution{month} à la structure de portage",
        PostingKind.RECEIPT: f"Recette de {quoted(told.other)}"
        if told.other_kind == "pot"
        else "Argent reçu du client",
        PostingKind.REFUND: f"Remboursement sur {quoted(told.other)}"
        if told.other_kind == "pot"
        else "Rendu au client",
        PostingKind.BAD_DEBT: "Impayé : le client n'a pas payé",
    }
    return said.get(PostingKind(kind), POSTING_NAMES[PostingKind(kind)])


def net_of(told: Told, *, own: bool) -> str:
    """What reached the bank, beside the total cost that left the account; nothing when it is not said or is undone."""
    net = told.facts.get("net")
    if not isinstance(net, int) or told.gained:
        return ""
    return f" : {euros(net)} net sur votre compte en banque" if own else f" : {euros(net)} net"


def distribution(told: Told, *, own: bool) -> str:
    """A share of a job, or what a new count takes back."""
    if told.other_kind != "pot":
        return f"Part de {told.other}" if not told.gained else f"Repris à {told.other}, après un nouveau calcul"
    if told.gained:
        return f"{'Votre part' if own else 'Part'} de {quoted(told.other)}"
    return f"Part de {quoted(told.other)} recalculée : une somme repart"


def transfer(told: Told, *, own: bool) -> str:
    """Money moved between two accounts of the group."""
    if told.facts.get("joined"):
        return "Deux fiches réunies : un seul compte continue" if not own else "Vos deux fiches sont réunies en une"
    return f"Virement reçu de {quoted(told.other)}" if told.gained else f"Virement vers {quoted(told.other)}"
