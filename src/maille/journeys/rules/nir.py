"""A social security number (NIR) has no place outside payroll (mission rules, "Personal data"): spot one in a text."""

import re
from dataclasses import dataclass

GAP = r"[ .\-\u00a0\u202f]?"
SHAPE = re.compile(
    rf"(?<![\w])([1-478]){GAP}(\d\d){GAP}(0[1-9]|1[0-2]|[2-3]\d|4[0-2]|[5-9]\d){GAP}(2[ab]|0[1-9]|[1-9]\d){GAP}"
    rf"(\d{{3}}){GAP}(\d{{3}})(?:{GAP}(\d\d))?(?![\w])",
    re.IGNORECASE,
)
"""Sex, year, month (20 and above where it is unknown), department (Corsica 2A, 2B), commune, order, and the key or not.

Structure: INSEE, numéro d'inscription au répertoire [from memory, seen again in the key's known examples].
"""
CORSICA = {"2A": "19", "2B": "18"}


@dataclass(frozen=True)
class Found:
    """A number shaped like a NIR, where it stands, and whether its key proves it."""

    text: str
    start: int
    end: int
    certain: bool


def find_nirs(text: str) -> tuple[Found, ...]:
    """Every number of 13 digits, or 15 with its key, built like a NIR; spaced, dotted, or not.

    With a key that is wrong, the number is still shaped like one: somebody mistyped it.
    """
    return tuple(
        Found(match.group(), match.start(), match.end(), certain=key_is_right(match)) for match in SHAPE.finditer(text)
    )


def key_is_right(match: re.Match[str]) -> bool:
    """Whether the two last digits are 97 minus the rest of the thirteen first divided by 97."""
    *parts, key = match.groups()
    return key is not None and int(key) == key_of("".join(parts))


def key_of(thirteen: str) -> int:
    """The key of the thirteen first characters; 2A counts as 19 and 2B as 18."""
    department = thirteen[5:7].upper()
    return 97 - int(thirteen[:5] + CORSICA.get(department, department) + thirteen[7:]) % 97
