"""Names of people: what counts as one, and when two are the same (design: "The register file")."""

import unicodedata

from maille.network.rules.names import JOINERS, PUNCTUATION, fold

__all__ = ["MAXIMUM", "fold", "identity_key", "is_name", "tidy"]

MAXIMUM = 100
"""Letters a name may have; real names are far shorter."""


def is_name(text: str) -> bool:
    """Letters of any script, marks, spaces, hyphens, apostrophes and periods, with one letter at least."""
    if not any(unicodedata.category(letter).startswith("L") for letter in text):
        return False
    return len(text) <= MAXIMUM and all(
        unicodedata.category(letter)[0] in "LM" or letter in PUNCTUATION or letter in JOINERS for letter in text
    )


def tidy(text: str) -> str:
    """The name as it is kept: composed, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def identity_key(last_name: str, first_name: str) -> str:
    """What two records of one person share besides the birth date: `last|first`, folded."""
    return f"{fold(last_name)}|{fold(first_name)}"
