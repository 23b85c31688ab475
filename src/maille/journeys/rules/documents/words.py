"""Days, amounts and names as a document writes them."""

import datetime
from typing import Any

from maille.ui.text import euros

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
Facts = dict[str, Any]
"""What a document copied when it was issued: plain values, days in ISO."""


def day(iso: str | None) -> str:
    """ "1er mars 2026"; "" for none."""
    if not iso:
        return ""
    date = datetime.date.fromisoformat(iso)
    return f"{'1er' if date.day == 1 else date.day} {MONTHS[date.month - 1]} {date.year}"


def span(start: str | None, end: str | None) -> str:
    """ "du 1er mars 2026 au 28 février 2027", or "à partir du …" without end."""
    return f"du {day(start)} au {day(end)}" if end else f"à partir du {day(start)}"


def name(person: Facts) -> str:
    """First name and last name."""
    return f"{person['first_name']} {person['last_name']}"


def address(place: Facts) -> str:
    """ "12 rue des Fleurs, 59100 Roubaix", of what is known."""
    town = " ".join(part for part in (place.get("postal_code", ""), place.get("commune", "")) if part)
    return ", ".join(part for part in (place.get("address", ""), town) if part)


def number(organisation: Facts) -> str:
    """ "SIREN 123 456 789", "RNA W…"; the SIREN is the first nine digits of a SIRET."""
    siren = organisation.get("siren") or organisation.get("siret", "")[:9]
    if siren:
        return f"SIREN {siren[:3]} {siren[3:6]} {siren[6:]}"
    return f"RNA {organisation['rna']}" if organisation.get("rna") else ""


def permille(value: int) -> str:
    """105 → "10,5 %"."""
    whole, rest = divmod(value, 10)
    return f"{whole}{f',{rest}' if rest else ''}\u00a0%"


def fee(terms: Facts) -> str:
    """The host's fee: a share, a flat amount, or both; "" when neither is said."""
    share, flat = terms.get("fee_permille"), terms.get("fee_cents")
    parts = [permille(share)] if share is not None else []
    parts += [f"un forfait de {euros(flat)}"] if flat else []
    if parts:
        return " et ".join(parts)
    return "aucune contribution" if flat == 0 else ""


def places(facts: Facts) -> dict[str, str]:
    """What stands for each of merging.PLACES in this document."""
    terms, contract = facts["terms"], facts["contract"]
    pay, value, ceiling = terms.get("pay_cents"), terms.get("resources_cents"), terms.get("ceiling_cents")
    return {
        "personne": name(facts["person"]),
        "structure": facts["host"]["name"],
        "kpa": facts["kpa"]["name"],
        "debut": day(contract["started_on"]),
        "fin": day(contract["ends_on"]) or "date de fin non fixée",
        "programme": terms["programme"],
        "moyens": terms["resources"] or "les lieux, les outils et l'aide du groupe",
        "montant_moyens": euros(value) if value else "0,00\u00a0€ (prêt gratuit)",
        "contribution": fee(terms) or "aucune contribution",
        "plafond": euros(ceiling or 0),
        "remuneration": f"une rémunération de {euros(pay)} est versée" if pay else "aucune rémunération n'est versée",
    }
