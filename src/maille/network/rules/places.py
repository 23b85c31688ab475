"""Departments from postal codes, and what makes two spellings of a commune the same."""

import re

from maille.network.rules.names import fold

UNKNOWN = ""
SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s/": "sur", "s/s": "sous"}
ARTICLES = frozenset({"le", "la", "les", "l", "los"})
CEDEX = re.compile(r"\bcedex\b.*")
ARRONDISSEMENT = re.compile(r"\b[0-9]{1,2} ?(er|ere|e|eme|ieme|nd|nde)?( arrondissements?| ardt| arr)?\b")


def department_of(postal_code: str) -> str:
    """The department's code: two digits, 2A or 2B for Corsica, three digits overseas; "" when it cannot be told.

    Corsica: 200xx and 201xx are Corse-du-Sud (2A), 202xx to 206xx Haute-Corse (2B).
    """
    if not re.fullmatch(r"[0-9]{5}", postal_code) or postal_code.startswith("00"):
        return UNKNOWN
    if postal_code.startswith(("97", "98")):
        return postal_code[:3]
    if postal_code.startswith("20"):
        return "2A" if postal_code[2] in "01" else "2B"
    return postal_code[:2]


def department_of_commune(code: str) -> str:
    """The department inside an INSEE code: 59350 → 59, 2A004 → 2A, 97411 → 974."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def commune_key(name: str) -> str:
    """What spellings of one commune share: no case, accent, hyphen, article, CEDEX nor arrondissement; St is Saint.

    "MONS EN BAROEUL" and "Mons-en-Barœul", "St Omer" and "Saint-Omer", "Paris 13e" and "Paris", "Havre (Le)" and
    "Le Havre", "Lille CEDEX 9" and "Lille" have the same key.
    """
    text = fold(name.replace("(", " ").replace(")", " ").replace(",", " ").replace("/", "/ "))
    text = text.replace("s/ s/ ", "s/s ")
    text = ARRONDISSEMENT.sub(" ", CEDEX.sub(" ", text))
    words = [SHORT_FORMS.get(word, word) for word in text.split()]
    if len(words) > 1 and words[0] in ARTICLES:
        del words[0]
    elif len(words) > 1 and words[-1] in ARTICLES:
        del words[-1]
    return " ".join(words)


def is_cedex(name: str) -> bool:
    """Whether this is a mail-sorting name, whose postal code no commune has."""
    return CEDEX.search(fold(name)) is not None
