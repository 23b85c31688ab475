"""How long somebody worked, as people type it, in whole minutes: "7 h 30", "7,5", "7:30", "45 min"."""

import re
import unicodedata
from fractions import Fraction

MOST = 100 * 60
"""Minutes one line holds at most: what is longer is told day by day."""
DAY = 24 * 60

HOW = "Écrivez une durée comme 7 h 30, 7,5 ou 45 min."
FORMS = (
    re.compile(r"(?P<h>\d{1,6})(?:h|heures?)(?:(?P<m>\d{1,2})(?:m|mn|min|minutes?)?)?"),
    re.compile(r"(?P<h>\d{1,6}):(?P<m>\d{2})"),
    re.compile(r"(?P<m>\d{1,6})(?:m|mn|min|minutes?|['′’])"),
)
DECIMAL = re.compile(r"(\d{1,6})(?:[.,٫](\d{1,6}))?(?:h|heures?)?")


class DurationError(ValueError):
    """What was typed is no duration; the message says what to type."""


def read_minutes(typed: str, most: int = MOST) -> int:
    """Whole minutes; decimals of an hour are rounded half up to the minute (7,33 → 7 h 20).

    DurationError in words when it is not understood, is nothing, or when a bare number might be minutes.
    """
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in re.sub(r"\s+", "", typed)).lower()
    minutes = as_written(text)
    if minutes is None:
        minutes = as_decimal(text)
    if minutes == 0:
        raise DurationError("Dites combien de temps : 0 n'est pas une durée.")
    if minutes >= most and most == MOST:
        raise DurationError("C'est plus de 100 heures. Notez chaque journée sur sa ligne.")
    if minutes > most:
        raise DurationError("C'est trop long : vérifiez.")
    return minutes


def as_written(text: str) -> int | None:
    """Hours and minutes said apart, or minutes alone; `None` when said otherwise."""
    for form in FORMS:
        found = form.fullmatch(text)
        if found:
            parts = found.groupdict()
            minutes = int(parts["m"] or 0)
            if "h" in parts and minutes >= 60:
                raise DurationError("Une heure a 60 minutes. " + HOW)
            return int(parts.get("h") or 0) * 60 + minutes
    return None


def as_decimal(text: str) -> int:
    """Hours with or without decimals; a bare number over 24 might be minutes, so it is asked."""
    found = DECIMAL.fullmatch(text)
    if found is None:
        raise DurationError(HOW)
    whole, rest = found.groups()
    if rest is None and int(whole) > 24:
        raise DurationError(f"Écrivez « {whole} min » pour des minutes, « {whole} h » pour des heures.")
    exact = Fraction(f"{whole}.{rest or 0}") * 60
    return int(exact + Fraction(1, 2))


def typed(minutes: int) -> str:
    """Minutes as they are typed again in a form: "7 h 30", "45 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def exact_hours(minutes: int) -> Fraction:
    """Minutes as hours, nothing lost."""
    return Fraction(minutes, 60)
