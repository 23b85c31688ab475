"""Short codes people read, say and type: no two signs alike, case and spaces forgiven."""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U, which are read as 1, 1, 0 and V."""
FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
CARD_LENGTH = 12
"""Of a card's code: 60 bits, out of reach of guessing with the limits on tries."""
SPOKEN_LENGTH = 8
"""Digits of a code read out: enough for ten minutes and the limits on tries."""


def normal(text: str) -> str:
    """A card's code as it is compared: capitals, nothing but its signs, look-alikes read as what they look like."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(FORGIVEN)
    return "".join(sign for sign in plain if sign in ALPHABET)


def is_card_code(text: str) -> bool:
    """Whether a card may carry this code, once `normal`."""
    return len(text) == CARD_LENGTH and all(sign in ALPHABET for sign in text)


def digits(text: str) -> str:
    """The digits somebody typed, whatever stands between them; digits of any script."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if unicodedata.digit(sign, None) is not None)


def grouped(code: str, size: int = 4) -> str:
    """By fours, as people read them: `K7PM 4XWD 9RTA`."""
    return " ".join(code[start : start + size] for start in range(0, len(code), size))
