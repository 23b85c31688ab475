"""Open a register whatever program wrote it, or say in French why it cannot be read.

Nothing here trusts the file: its size, its number of rows and columns and what it would weigh once unpacked are
bounded; its kind is told from its first bytes and not from its name.
"""

import itertools
import pathlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from maille.journeys.rules.register.cells import Cell, text_of
from maille.journeys.rules.register.columns import match_headings

MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200
HEADINGS_WITHIN = 10
"""Headings are looked for in this many first lines: some registers begin with a title."""

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"


class RefusedFileError(ValueError):
    """The file cannot be read at all; the message is for people."""


@dataclass(frozen=True)
class RegisterFile:
    """A register ready to be read, once or several times."""

    titles: tuple[str, ...]
    heading_line: int
    notes: tuple[str, ...]
    """What people should know about how it was read."""
    expected: int
    """About how many lines there are, for progress."""
    records: Callable[[], Iterator[list[Cell]]]

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """(line number as a spreadsheet shows it, cells) of every line under the headings, blank ones included."""
        filled = 0
        for line, cells in enumerate(self.records(), start=1):
            if line <= self.heading_line:
                continue
            if cells:
                filled += 1
            if filled > MAX_ROWS:
                raise RefusedFileError(
                    f"Ce fichier a plus de {MAX_ROWS:,} lignes remplies : coupez-le en plusieurs.".replace(",", " ")
                )
            yield line, cells


def open_register(path: pathlib.Path) -> RegisterFile:
    """Tell what the file is and find its headings.

    Raises `RefusedFileError` for a file that is empty, too big, protected, damaged or of another kind.
    """
    size = path.stat().st_size
    if size >= MAX_BYTES:
        raise RefusedFileError(
            f"Ce fichier pèse {size // 1_000_000} Mo : la limite est de {MAX_BYTES // 1_000_000} Mo. "
            "Gardez la seule feuille du registre, ou coupez-la en plusieurs fichiers."
        )
    with path.open("rb") as opened:
        start = opened.read(8)
    if not start:
        raise RefusedFileError("Ce fichier est vide.")
    if start.startswith(OLE):
        raise RefusedFileError(why_not_ole(path))
    if start.startswith(PDF):
        raise RefusedFileError("Ce fichier est un PDF : il faut un tableau, en .xlsx ou en .csv.")
    if start.startswith(ZIP):
        from maille.journeys.files.sheets import open_sheet

        records, expected, notes = open_sheet(path)
    else:
        from maille.journeys.files.text import open_text

        records, expected, notes = open_text(path)
    line, titles = find_headings(records())
    if line > 1:
        notes = [*notes, f"Les titres des colonnes sont à la ligne {line} ; ce qui précède n'est pas lu."]
    return RegisterFile(titles, line, tuple(notes), max(expected - line, 0), records)


def why_not_ole(path: pathlib.Path) -> str:
    """An OLE container is either an encrypted workbook or one of the old kind."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return (
            "Ce classeur est protégé par un mot de passe : ouvrez-le, enlevez le mot de passe "
            "(Fichier, Informations, Protéger le classeur), enregistrez-le, puis recommencez."
        )
    return (
        "Ce fichier est un classeur d'un ancien format (.xls) ou protégé : ouvrez-le et enregistrez-le "
        "au format .xlsx ou .csv, sans mot de passe."
    )


def find_headings(records: Iterator[list[Cell]]) -> tuple[int, tuple[str, ...]]:
    """(line, titles): of the first lines, the one where most headings are understood, else the first filled one."""
    best: tuple[int, int, tuple[str, ...]] = (-1, 0, ())
    for line, cells in enumerate(itertools.islice(records, HEADINGS_WITHIN), start=1):
        titles = tuple(text_of(cell) for cell in cells)
        while titles and not titles[-1]:
            titles = titles[:-1]
        if titles and (found := match_headings(titles).recognised) > best[0]:
            best = (found, line, titles)
    _, line, titles = best
    if not titles:
        raise RefusedFileError("Ce fichier ne contient aucune ligne remplie.")
    if len(titles) > MAX_COLUMNS:
        raise RefusedFileError(f"Ce fichier a {len(titles)} colonnes : la limite est de {MAX_COLUMNS}.")
    return line, titles
