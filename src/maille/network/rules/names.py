"""Folding text for comparing, sorting and searching, shared by organisations, places and people."""

import unicodedata

PUNCTUATION = frozenset(" -'’ʼ.‐‑·")
JOINERS = "\u200c\u200d"
LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)


def fold(text: str) -> str:
    """The text without case, accents, hyphens or apostrophes: what comparing and searching use."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES).casefold())
    letters = "".join(
        " " if letter in PUNCTUATION else letter
        for letter in decomposed
        if not unicodedata.combining(letter) and letter not in JOINERS  # a vowel sign of Indic scripts is no accent
    )
    return " ".join(letters.split())
