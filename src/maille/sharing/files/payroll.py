"""A month's pay as a spreadsheet for the payroll, and the sheet of payslips it gives back."""

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from maille.journeys.rules.register.cells import unguarded

COLUMNS = (
    "Référence", "Nom", "Prénom", "KPA", "Coût total à utiliser", "Frais avancés à rendre", "Heures du mois",
    "Contrat", "Contrat du", "Contrat au", "État de la demande", "Laissé pour un projet",
)  # fmt: skip
SHEET = ("Référence", "Coût total", "Brut", "Net", "Frais rendus", "Heures", "Bulletin")
"""What the sheet of payslips has; other columns are ignored."""
NEEDED = ("reference", "cout total", "brut", "net")
LONGEST = 2000


@dataclass(frozen=True)
class Row:
    """A line of the sheet of payslips: what was read, and what is wrong with it in words."""

    number: int
    reference: str
    cost: int = 0
    gross: int = 0
    net: int = 0
    refund: int = 0
    hours: Decimal | None = None
    slip: str = ""
    problems: tuple[str, ...] = ()


def decimals(cents: int) -> str:
    """Cents as a French spreadsheet adds them: "215,40"."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"


def hours(minutes: int) -> str:
    """Minutes as decimal hours: "7,50"."""
    return f"{Decimal(minutes) / 60:.2f}".replace(".", ",")


def folded(title: str) -> str:
    """A title without accents, case nor spaces around."""
    bare = unicodedata.normalize("NFD", title.strip().lower())
    return re.sub(r"\s+", " ", "".join(each for each in bare if not unicodedata.combining(each)))


def read(text: str) -> tuple[list[Row], str]:
    """The lines of a pasted or uploaded sheet, each with its problems; or why it cannot be read at all."""
    text = text.lstrip("\ufeff").strip()
    if not text:
        return [], "Collez les lignes de la feuille, ou choisissez un fichier CSV."
    separator = max((";", "\t", ","), key=text.split("\n", 1)[0].count)
    lines = [line for line in csv.reader(io.StringIO(text), delimiter=separator) if any(cell.strip() for cell in line)]
    titles = [folded(title) for title in lines[0]]
    missing = [title for title in SHEET if folded(title) in NEEDED and folded(title) not in titles]
    if missing:
        return [], f"Il manque la colonne {', '.join(f'« {title} »' for title in missing)} à la première ligne."
    if len(lines) > LONGEST:
        return [], f"La feuille a plus de {LONGEST} lignes. Importez-la en plusieurs fois."
    return [line_of(number, titles, cells) for number, cells in enumerate(lines[1:], start=2)], ""


def line_of(number: int, titles: Sequence[str], cells: Sequence[str]) -> Row:
    """One line of the sheet."""
    found = {title: unguarded(cell).strip() for title, cell in zip(titles, cells, strict=False)}
    problems: list[str] = []

    def cents(title: str) -> int:
        typed = re.sub(r"[\s€]", "", found.get(folded(title), ""))
        match = re.fullmatch(r"(\d{1,7})(?:[.,](\d{1,2}))?", typed, re.ASCII)
        if typed and not match:
            problems.append(f"{title} : « {typed[:20]} » n'est pas un montant. Écrivez par exemple 215,40.")
        if not typed and folded(title) in NEEDED:
            problems.append(f"{title} : écrivez un montant, 0 s'il n'y a rien.")
        return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else 0

    amounts = [cents(title) for title in ("Coût total", "Brut", "Net", "Frais rendus")]
    time = None
    if typed := found.get("heures", ""):
        try:
            time = Decimal(typed.replace(",", "."))
            if not time.is_finite() or not 0 <= time <= 400:
                raise InvalidOperation
        except InvalidOperation:
            time = None
            problems.append(f"Heures : « {typed[:20]} » n'est pas un nombre d'heures.")
    if not found.get("reference"):
        problems.append("Référence : elle est dans l'export pour la paie, première colonne.")
    return Row(
        number, found.get("reference", ""), amounts[0], amounts[1], amounts[2], amounts[3], time,
        found.get("bulletin", "")[:80], tuple(problems),
    )  # fmt: skip


def reference(participant_id: int | None, journey_id: int, month: datetime.date) -> str:
    """What names a line in the export and in the sheet that comes back."""
    return f"{month:%Y%m}-P{participant_id}" if participant_id else f"{month:%Y%m}-J{journey_id}"
