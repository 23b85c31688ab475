"""Cells of a register, read as the field writes them (design: "The register file").

Each reader takes the text of a cell, already stripped and not empty, or the value a spreadsheet gave, and returns the
value or raises `UnreadableError` with a French sentence. Nothing is guessed: an ambiguous value is refused.
"""

import datetime
import re
from decimal import Decimal
from functools import lru_cache

from maille.journeys.rules import names
from maille.journeys.rules.attention import LONGEST
from maille.journeys.rules.register.columns import fold_heading
from maille.journeys.rules.terms import DETAIL_NAMES, LEVEL_NAMES, OUTCOME_NAMES, Detail, Level, Outcome

Cell = str | int | float | bool | Decimal | datetime.date | datetime.datetime | None

DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 0{1,2}:00(?::00)?)?")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
SERIAL = re.compile(r"(\d{5})(?:[.,]0+)?")
SERIAL_EPOCH = datetime.date(1899, 12, 30)
"""Day 0 of spreadsheet dates: 33970 is 1 January 1993."""
SERIALS = range(10_000, 73_051)
"""18 May 1927 to 31 December 2099: a shorter number is more likely a year or a mistake."""
YEARS = range(1900, 2100)
MONTHS = range(1, LONGEST + 1)


class UnreadableError(ValueError):
    """The cell does not say what its column wants; the message is for people."""


def text_of(cell: Cell) -> str:
    """The cell as text: single spaces at the edges gone, whole floats without ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    return unguarded(str(cell).strip(" \u00a0\u202f\t\r\n\ufeff"))


def unguarded(text: str) -> str:
    """Without the apostrophe that an export puts before what a spreadsheet would compute (see `guarded`)."""
    return text[1:] if GUARDED.match(text) else text


FORMULA_STARTS = "=+\\-@\t\r\n|%＝＋－＠"
GUARDED = re.compile(f"'+[{FORMULA_STARTS}]")
NEEDS_GUARD = re.compile(f"'*[{FORMULA_STARTS}]")


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would compute (OWASP, CSV injection).

    `unguarded` gives back exactly the same text, whatever apostrophes it began with.
    """
    return f"'{text}" if NEEDS_GUARD.match(text) else text


def read_date(cell: Cell) -> datetime.date:
    """JJ/MM/AAAA, AAAA-MM-JJ, a spreadsheet date or its serial number."""
    if isinstance(cell, datetime.datetime):
        return possible(cell.date(), text_of(cell))
    if isinstance(cell, datetime.date):
        return possible(cell, text_of(cell))
    return date_from(text_of(cell))


@lru_cache(maxsize=65536)
def date_from(text: str) -> datetime.date:
    """A date written in words of digits; each distinct text is read once."""
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := SERIAL.fullmatch(text):
        if int(match[1]) not in SERIALS:
            raise UnreadableError(f"« {shown(text)} » n'est pas une date : écrivez JJ/MM/AAAA, par exemple 12/05/1987.")
        return SERIAL_EPOCH + datetime.timedelta(days=int(match[1]))
    elif re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", text):
        raise UnreadableError(f"« {shown(text)} » : écrivez l'année sur quatre chiffres (JJ/MM/AAAA).")
    else:
        raise UnreadableError(f"« {shown(text)} » n'est pas une date : écrivez JJ/MM/AAAA, par exemple 12/05/1987.")
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        raise UnreadableError(
            f"Le {shown(text)} n'existe pas dans le calendrier : vérifiez le jour et le mois."
        ) from None
    return possible(date, text)


def possible(date: datetime.date, text: str) -> datetime.date:
    """The date, unless nobody alive can have anything to do with its year."""
    if date.year not in YEARS:
        raise UnreadableError(f"« {shown(text)} » : l'année {date.year} n'est pas possible ici.")
    return date


YES = frozenset({"oui", "o", "1", "vrai", "x", "true", "yes", "y"})
NO = frozenset({"non", "n", "0", "faux", "false", "no"})


def read_yes_no(cell: Cell) -> bool:
    """oui/non, o/n, 1/0, vrai/faux, x; an empty cell means unknown and does not come here."""
    if isinstance(cell, bool):
        return cell
    text = text_of(cell)
    folded = fold_heading(text)
    if folded in YES:
        return True
    if folded in NO:
        return False
    raise UnreadableError(f"« {shown(text)} » : écrivez oui ou non, ou laissez vide si vous ne savez pas.")


SEXES = {
    **dict.fromkeys(["f", "femme", "feminin", "mme", "madame"], "F"),
    **dict.fromkeys(["h", "homme", "m", "masculin", "mr", "monsieur"], "H"),
    **dict.fromkeys(["x", "autre", "nonbinaire"], "X"),
}
"""« M » is read as a man: registers write it for « masculin » or « monsieur », never for a woman."""


def read_sex(cell: Cell) -> str:
    """F, H or X, in either case, or the word itself."""
    text = text_of(cell)
    if sex := SEXES.get(fold_heading(text)):
        return sex
    raise UnreadableError(f"« {shown(text)} » : écrivez F, H ou X.")


LEVEL_CODES = {
    Level.BELOW_CAP: "infra_cap",
    Level.CAP_BEP: "cap_bep",
    Level.BAC: "bac",
    Level.BAC_2_4: "bac_2_4",
    Level.BAC_5: "bac_5",
}
OUTCOME_CODES = {
    Outcome.EMPLOYMENT: "emploi",
    Outcome.TRAINING: "formation",
    Outcome.BUSINESS_CREATION: "creation",
    Outcome.OTHER_SCHEME: "autre_dispositif",
    Outcome.NONE: "sans",
    Outcome.CIVIC_SERVICE: "service_civique",
}
DETAIL_CODES = {
    Detail.CDI: "cdi",
    Detail.CDD_6_PLUS: "cdd_6_plus",
    Detail.CDD_UNDER_6: "cdd_moins_6",
    Detail.INTERIM: "interim",
    Detail.QUALIFYING: "qualifiante",
    Detail.NON_QUALIFYING: "non_qualifiante",
}
LEVELS = {
    **{fold_heading(code): level for level, code in LEVEL_CODES.items()},
    **{fold_heading(name): level for level, name in LEVEL_NAMES.items()},
    **dict.fromkeys(["cap", "bep", "capbep"], Level.CAP_BEP),
    **dict.fromkeys(["bac2", "bac3", "bac4"], Level.BAC_2_4),
    **dict.fromkeys(["bac5", "bac8"], Level.BAC_5),
}
"""No « niveau 3 »: France Travail's old numbers and the present ones contradict each other."""
OUTCOMES = {
    **{fold_heading(code): outcome for outcome, code in OUTCOME_CODES.items()},
    **{fold_heading(name): outcome for outcome, name in OUTCOME_NAMES.items()},
    "sansemploi": Outcome.NONE,
    "creationdentreprise": Outcome.BUSINESS_CREATION,
}
DETAILS = {
    **{fold_heading(code): detail for detail, code in DETAIL_CODES.items()},
    **{fold_heading(name): detail for detail, name in DETAIL_NAMES.items()},
    "formationqualifiante": Detail.QUALIFYING,
}


def read_level(cell: Cell) -> Level:
    """A level's code, or its French name."""
    text = text_of(cell)
    if level := LEVELS.get(fold_heading(text)):
        return level
    raise UnreadableError(f"« {shown(text)} » : écrivez {one_of(LEVEL_CODES.values())}, ou laissez vide.")


def read_outcome(cell: Cell) -> Outcome:
    """An outcome's code, or its French name."""
    text = text_of(cell)
    if outcome := OUTCOMES.get(fold_heading(text)):
        return outcome
    raise UnreadableError(f"« {shown(text)} » : écrivez {one_of(OUTCOME_CODES.values())}, ou laissez vide.")


def read_detail(cell: Cell) -> Detail:
    """A detail's code, or its French name."""
    text = text_of(cell)
    if detail := DETAILS.get(fold_heading(text)):
        return detail
    raise UnreadableError(f"« {shown(text)} » : écrivez {one_of(DETAIL_CODES.values())}, ou laissez vide.")


def read_months(cell: Cell) -> int:
    """A number of months, written in digits, with or without the word « mois »."""
    text = text_of(cell)
    match = re.fullmatch(r"([0-9]{1,3})(?:[.,]0+)?\s*(?:mois)?", text, re.IGNORECASE)
    if match and int(match[1]) in MONTHS:
        return int(match[1])
    if match:
        raise UnreadableError(f"« {shown(text)} » : la durée prévue va de 1 à {LONGEST} mois.")
    raise UnreadableError(f"« {shown(text)} » : écrivez un nombre de mois en chiffres, par exemple 12.")


def read_postal_code(cell: Cell) -> str:
    """Five digits; a spreadsheet that took it for a number lost the first 0 of 01000."""
    text = text_of(cell)
    digits = re.sub(r"\s", "", text)
    if re.fullmatch(r"[0-9]{4,5}", digits) and not digits.startswith("00"):
        return digits.zfill(5)
    raise UnreadableError(f"« {shown(text)} » : un code postal a cinq chiffres.")


def read_name(cell: Cell) -> str:
    """A person's name, in any script."""
    text = text_of(cell)
    if not has_control(text) and names.is_name(text := names.tidy(text)):
        return text
    if len(text) > names.MAXIMUM:
        raise UnreadableError(f"« {shown(text)} » est trop long : {names.MAXIMUM} caractères au plus.")
    raise UnreadableError(
        f"« {shown(text)} » n'est pas un nom : il ne peut contenir que des lettres, espaces, traits d'union, "
        "apostrophes et points."
    )


def read_label(cell: Cell) -> str:
    """One line of free text: a commune or the name of a KPA."""
    text = text_of(cell)
    if has_control(text):
        raise UnreadableError(f"« {shown(text)} » contient des caractères invisibles : retapez ce texte.")
    if len(text) > 100:
        raise UnreadableError(f"« {shown(text)} » est trop long : 100 caractères au plus.")
    return names.tidy(text)


def read_kpa_name(text: str) -> str:
    """What a new KPA may be called: one line with a letter, and nothing a page or a spreadsheet could run."""
    if NEEDS_GUARD.match(text) or set(text) & set("<>{}") or not any(letter.isalpha() for letter in text):
        raise UnreadableError(f"« {shown(text)} » n'est pas un nom de KPA.")
    return text


def has_control(text: str) -> bool:
    """Whether it holds a control character (a line break or a tab included)."""
    return any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text)


def shown(text: str) -> str:
    """The text as a message may quote it: one short line, control characters made visible."""
    line = "".join("�" if has_control(letter) else letter for letter in text)
    return line if len(line) <= 60 else f"{line[:59]}…"


def one_of(codes: object) -> str:
    """ "a, b ou c"."""
    *first, last = list(codes)  # type: ignore[call-overload]
    return f"{', '.join(first)} ou {last}"
