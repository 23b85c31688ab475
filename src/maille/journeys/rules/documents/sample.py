"""A contract for nobody, so that a host sees its clauses on paper before adopting them."""

from typing import Any

from maille.journeys.rules.documents import words
from maille.journeys.rules.documents.clauses import CLAUSES
from maille.journeys.rules.documents.merging import merged


def facts(kind: str, host: dict[str, str], texts: dict[str, str]) -> dict[str, Any]:
    """The facts of an example: the host's own, everything else invented and said so."""
    found: dict[str, Any] = {
        "kind": "contract",
        "reference": "exemple",
        "issued_on": "2026-01-05",
        "person": {
            "first_name": "Prénom",
            "last_name": "Nom (exemple)",
            "birth_date": "1990-01-01",
            "postal_code": "",
            "commune": "",
        },
        "minor": False,
        "representative": "",
        "kpa": {"name": "un KPA (exemple)"},
        "host": host,
        "contract": {"kind": kind, "rank": 0, "started_on": "2026-02-01", "ends_on": "2027-01-31", "signed_on": None},
        "terms": {
            "programme": "le programme écrit avec la personne figurera ici.",
            "resources": "les moyens prêtés figureront ici",
            "resources_cents": 120_000,
            "fee_permille": 100,
            "fee_cents": None,
            "ceiling_cents": 50_000,
            "pay_cents": None,
        },
        "law": "exemple, sans valeur",
        "parties": ["person", "host"],
        "former": [],
    }
    places = words.places(found)
    found["clauses"] = [
        {"number": clause.number, "title": clause.title, "text": merged(texts[clause.key], places)}
        for clause in CLAUSES[kind]
    ]
    return found
