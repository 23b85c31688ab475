"""Words in braces in a host's clauses, replaced by the period's own figures."""

import re
from collections.abc import Mapping

PLACES = {
    "personne": "le nom de la personne",
    "structure": "le nom de la structure de portage",
    "kpa": "le nom du KPA",
    "debut": "le premier jour de la période",
    "fin": "le dernier jour de la période",
    "programme": "le programme de préparation",
    "moyens": "les moyens mis à disposition",
    "montant_moyens": "le montant de ces moyens",
    "contribution": "la contribution de la structure",
    "plafond": "le plafond des engagements",
    "remuneration": "la rémunération avant le début d'activité",
}
"""What a host may write between braces → what stands there in the document."""
BRACES = re.compile(r"\{([^{}\n]{0,40})\}")


def unknown_places(text: str) -> list[str]:
    """The words between braces that name nothing, once each, in their order; a brace left alone too."""
    found = [name for name in BRACES.findall(text) if name not in PLACES]
    if re.search(r"[{}]", BRACES.sub("", text)):
        found.append("")
    return list(dict.fromkeys(found))


def merged(text: str, words: Mapping[str, str]) -> str:
    """The text with every known place filled, in one pass: what is filled in is not read again."""
    return BRACES.sub(lambda match: words.get(match[1], match[0]), text)
