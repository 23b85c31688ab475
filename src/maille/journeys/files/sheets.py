"""Registers as workbooks: the first sheet of an .xlsx, read row by row, never unpacked whole.

openpyxl parses with defusedxml, which refuses entity bombs; zip bombs are refused on what the archive says it unpacks
to, which zipfile then enforces while reading.
"""

import contextlib
import pathlib
import zipfile
from collections.abc import Callable, Iterator
from typing import cast

import openpyxl

from maille.journeys.files.reading import MAX_COLUMNS, RefusedFileError
from maille.journeys.rules.register.cells import Cell

MAX_UNPACKED = 400_000_000
MAX_STRINGS = 80_000_000
"""Shared strings are held in memory, so they get a smaller bound."""
MAX_PARTS = 2_000
MAX_WEIGHT = 200_000_000
"""Cells and their characters: one shared text may be shown by every cell, one cell may stand very far to the right."""
DAMAGED = (
    "Ce classeur est illisible ou abîmé : ouvrez-le, enregistrez-le de nouveau en .xlsx ou en .csv, puis recommencez."
)
BOMB = (
    "Ce classeur se déplie en un fichier démesuré : copiez le registre seul dans un nouveau classeur, puis recommencez."
)


def open_sheet(path: pathlib.Path) -> tuple[Callable[[], Iterator[list[Cell]]], int, list[str]]:
    """(records, about how many lines, notes)."""
    check_archive(path)
    with loaded(path) as workbook:
        names = [sheet.title for sheet in workbook.worksheets]
        expected = (workbook.worksheets[0].max_row or 0) if names else 0
    if not names:
        raise RefusedFileError("Ce classeur n'a aucune feuille de calcul.")
    notes = []
    if len(names) > 1:
        notes.append(f"Seule la première feuille, « {names[0]} », est lue ; ce classeur en a {len(names)}.")
    return lambda: read_sheet(path), min(expected, 1_048_576), notes


def check_archive(path: pathlib.Path) -> None:
    """Refuse what is not a workbook, what is encrypted, and what would not fit once unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "mimetype" in names and "content.xml" in names:
                raise RefusedFileError(
                    "Ce classeur est au format LibreOffice (.ods) : enregistrez-le en .xlsx ou en .csv."
                )
            if any(part.flag_bits & 1 for part in parts):
                raise RefusedFileError("Ce fichier est protégé par un mot de passe : enlevez-le, puis recommencez.")
            if "xl/workbook.xml" not in {name.casefold() for name in names} and "[Content_Types].xml" not in names:
                raise RefusedFileError(
                    "Cette archive n'est pas un classeur : déposez le fichier .xlsx ou .csv lui-même."
                )
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        if isinstance(problem, RefusedFileError):
            raise
        raise RefusedFileError(DAMAGED) from None
    strings = max((part.file_size for part in parts if "sharedstrings" in part.filename.casefold()), default=0)
    if len(parts) > MAX_PARTS or strings > MAX_STRINGS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RefusedFileError(BOMB)


@contextlib.contextmanager
def loaded(path: pathlib.Path) -> Iterator[openpyxl.Workbook]:
    """The workbook, open for reading; whatever its parser complains of becomes one sentence."""
    workbook = None
    with path.open("rb") as opened:  # by content: openpyxl would judge a path by its extension
        try:
            workbook = openpyxl.load_workbook(opened, read_only=True, data_only=True, keep_links=False)
            yield workbook
        except (RefusedFileError, GeneratorExit):
            raise
        except Exception:  # a parser fed by strangers fails in many ways, and they all mean the same to people
            raise RefusedFileError(DAMAGED) from None
        finally:
            if workbook is not None:
                workbook.close()


def read_sheet(path: pathlib.Path) -> Iterator[list[Cell]]:
    """The rows of the first sheet, blank ones as empty lists."""
    weight = 0
    with loaded(path) as workbook:
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # some programs declare a wrong size
        for row in sheet.iter_rows(values_only=True):
            values = row[: MAX_COLUMNS + 1]
            weight += len(row) + sum(len(value) for value in values if type(value) is str)
            if weight > MAX_WEIGHT:
                raise RefusedFileError(BOMB)
            yield list(cast("tuple[Cell, ...]", values)) if any(value not in (None, "") for value in values) else []
