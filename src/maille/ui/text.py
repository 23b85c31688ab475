"""Numbers, and what the machine answers, as people read them in French."""

import datetime
import errno
import re
import unicodedata

NARROW = "\u202f"
NO_BREAK = "\u00a0"
VOWELS = frozenset("aeiouœæ")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
FIRST_OF_MONTH = re.compile(rf"(?<!\d)1 (?=(?:{'|'.join(MONTHS)})\b)")
REASONS = {
    errno.ENOENT: "ce fichier ou ce dossier n'existe pas",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "un des dossiers nommés est un fichier",
    errno.EACCES: "vous n'en avez pas le droit",
    errno.EPERM: "vous n'en avez pas le droit",
    errno.EROFS: "ce disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.EADDRINUSE: "un autre programme s'en sert",
}


def whole(number: int) -> str:
    """1234567 → "1 234 567" with narrow no-break spaces."""
    return f"{number:,}".replace(",", NARROW)


def euros(cents: int) -> str:
    """Integer cents → "1 215,40 €"; a real minus sign before a negative amount."""
    units, rest = divmod(abs(cents), 100)
    sign = "\u2212" if cents < 0 else ""
    return f"{sign}{whole(units)},{rest:02d}{NO_BREAK}€"


def duration(minutes: int) -> str:
    """Whole minutes → "7 h 30", "6 h" or "45 min", never broken at the end of a line."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "\u2212" if minutes < 0 else ""
    if not hours:
        return f"{sign}{rest}{NO_BREAK}min"
    return f"{sign}{whole(hours)}{NO_BREAK}h" + (f"{NO_BREAK}{rest:02d}" if rest else "")


def share(percent: int | None) -> str:
    """A share in whole percents, or "–" when there is nothing to share."""
    return "–" if percent is None else f"{percent}{NO_BREAK}%"


def before(word: str, name: str) -> str:
    """A short word and the name it introduces: "de", "Amina" → "d'Amina"; "que", "Léa" → "que Léa".

    Names in h and y keep the whole word: whether they are aspirated cannot be told from their letters.
    """
    first = unicodedata.normalize("NFD", name[:1]).lower()[:1]
    return f"{word[:-1]}'{name}" if word.endswith("e") and first in VOWELS else f"{word} {name}"


def unbroken(text: str) -> str:
    """Text as people typed it, its punctuation tied to the word beside it: no line begins with ":" or "%"."""
    return re.sub(r" (?=[:;?!»%€])|(?<=«) ", NO_BREAK, text)


def first_said(text: str) -> str:
    """A day told in letters as French says it: "1 mars 2026" → "1er mars 2026", which Django has no letter for."""
    return FIRST_OF_MONTH.sub("1er ", text)


def month_name(month: datetime.date) -> str:
    """Any day of June 2026 → "juin 2026"."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def reason(problem: OSError) -> str:
    """Why the machine could not, in French where we know the words."""
    return REASONS.get(problem.errno or 0) or problem.strerror or str(problem)


def read_month(text: str) -> datetime.date | None:
    """The first day of the month an address names ("2026-06"); None for anything else."""
    year, _, month = text.partition("-")
    plain = text.isascii() and year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) == 2
    if not plain or not 1 <= int(month) <= 12 or not 2000 <= int(year) <= 2200:
        return None
    return datetime.date(int(year), int(month), 1)
