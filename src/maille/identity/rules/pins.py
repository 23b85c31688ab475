"""Secret codes people choose for their card: four to six digits, none that a thief would try first."""

import datetime
import itertools

SHORTEST, LONGEST = 4, 6
KEYPAD = {"2580", "0852", "1470", "3690", "159753", "147258", "258369", "147369", "1379", "1397"}
"""Lines and corners of a telephone's keys."""


def problem_with(pin: str, birth: datetime.date | None = None) -> str:
    """Why this secret code is refused, in words; "" when it is not."""
    if not pin.isascii() or not pin.isdigit() or not SHORTEST <= len(pin) <= LONGEST:
        return f"Choisissez de {SHORTEST} à {LONGEST} chiffres, rien d'autre."
    if is_repeated(pin) or is_a_run(pin) or pin in KEYPAD:
        return "Ce code se devine trop vite. Choisissez des chiffres qui ne se suivent pas et ne se répètent pas."
    if is_a_year(pin) or (birth and pin in of_birth(birth)):
        return "Une date ou une année se devine. Choisissez des chiffres qui ne sont pas une date."
    return ""


def is_repeated(pin: str) -> bool:
    """0000, 1212, 123123: one piece again and again."""
    return any(pin == pin[:size] * (len(pin) // size) for size in range(1, len(pin) // 2 + 1) if len(pin) % size == 0)


def is_a_run(pin: str) -> bool:
    """1234, 9876, 2468: the same step from each digit to the next, nine and zero being neighbours."""
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
    return len(steps) == 1


def is_a_year(pin: str) -> bool:
    """A year somebody alive may have been born in, or lives in: the first thing a thief tries."""
    return len(pin) == 4 and pin[:2] in {"19", "20"}


def of_birth(birth: datetime.date) -> set[str]:
    """The ways people write their birth date in four to six digits."""
    return {birth.strftime(form) for form in ("%d%m", "%m%d", "%Y", "%d%m%y", "%m%d%y", "%y%m%d", "%m%Y", "%Y%m")}
