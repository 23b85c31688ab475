"""What a period of contract says, and what a CAPE may not leave unsaid (C. com. R127-1)."""

from dataclasses import dataclass

from maille.journeys.rules.checks import Problem
from maille.network.rules.stages import ContractKind


@dataclass(frozen=True)
class Terms:
    """The words and figures of a period; amounts in cents, the fee in thousandths of what comes in."""

    programme: str = ""
    resources: str = ""
    resources_cents: int | None = None
    fee_permille: int | None = None
    fee_cents: int | None = None
    ceiling_cents: int | None = None
    pay_cents: int | None = None


def missing(kind: str, terms: Terms) -> tuple[str, ...]:
    """What must still be written before signing, in words; pay before the start is optional (R127-1, 7°)."""
    found = []
    if not terms.programme.strip() and kind in (ContractKind.CAPE, ContractKind.CESA):
        found.append("le programme" if kind == ContractKind.CAPE else "les objectifs")
    if kind == ContractKind.CAPE:
        if not terms.resources.strip() or terms.resources_cents is None:
            found.append("les moyens mis à disposition et leur montant")
        if terms.fee_permille is None and terms.fee_cents is None:
            found.append("la contribution de la structure")
        if terms.ceiling_cents is None:
            found.append("le plafond des engagements")
    return tuple(found)


def terms_problems(terms: Terms) -> list[Problem]:
    """A share beyond everything, a negative amount."""
    problems = []
    if terms.fee_permille is not None and not 0 <= terms.fee_permille <= 1000:
        problems.append(Problem("fee_permille", "La contribution va de 0 à 100 %."))
    for field in ("resources_cents", "fee_cents", "ceiling_cents", "pay_cents"):
        value = getattr(terms, field)
        if value is not None and value < 0:
            problems.append(Problem(field, "Écrivez un montant positif."))
    return problems
