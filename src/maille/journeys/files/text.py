"""Registers as text: CSV with `;`, `,` or tabs, in UTF-8 or as old spreadsheets write it."""

import codecs
import csv
import io
import pathlib
from collections.abc import Callable, Iterator

from maille.journeys.files.reading import RefusedFileError
from maille.journeys.rules.register.cells import Cell
from maille.journeys.rules.register.columns import match_headings

SEPARATORS = (";", ",", "\t")
BLOCK = 1 << 20
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NOT_TEXT = "Ce fichier n'est ni un classeur .xlsx ni un fichier texte : enregistrez le registre en .xlsx ou en .csv."


def open_text(path: pathlib.Path) -> tuple[Callable[[], Iterator[list[Cell]]], int, list[str]]:
    """(records, about how many lines, notes)."""
    encoding, lines = examine(path)
    notes = []
    if encoding == "cp1252":
        notes.append(
            "Ce fichier n'est pas en UTF-8 : il est lu comme du Windows-1252, l'ancien codage d'Excel. "
            "Vérifiez que les accents sont justes avant de confirmer."
        )
    with path.open(encoding=encoding, newline="") as opened:
        beginning = opened.read(1 << 16)
    announced = beginning[:5].casefold().startswith("sep=")
    separator = beginning[4] if announced and beginning[4:5] in SEPARATORS else separator_of(beginning)

    def records() -> Iterator[list[Cell]]:
        with path.open(encoding=encoding, newline="") as again:
            yield from read_csv(again, separator, skip_first=announced)

    return records, lines, notes


def examine(path: pathlib.Path) -> tuple[str, int]:
    """(encoding, lines): UTF-8 when it holds from end to end, else UTF-16 if it says so, else Windows-1252."""
    with path.open("rb") as opened:
        if opened.read(2) in UTF_16:
            return examine_utf16(path)
    lines, last = 0, b""
    for block in blocks(path):
        if b"\x00" in block:
            raise RefusedFileError(NOT_TEXT)
        lines, last = lines + max(block.count(b"\n"), block.count(b"\r")), block
    lines += not last.endswith((b"\n", b"\r"))
    if decodes(path, "utf-8"):
        return "utf-8-sig", lines
    if decodes(path, "cp1252"):
        return "cp1252", lines
    raise RefusedFileError(
        "Le codage de ce fichier est inconnu : enregistrez-le en « CSV UTF-8 » depuis votre tableur, "
        "ou en .xlsx, puis recommencez."
    )


def blocks(path: pathlib.Path) -> Iterator[bytes]:
    """The file, piece by piece."""
    with path.open("rb") as opened:
        while block := opened.read(BLOCK):
            yield block


def decodes(path: pathlib.Path, encoding: str) -> bool:
    """Whether the whole file is text in that encoding. Windows-1252 leaves five bytes undefined."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def examine_utf16(path: pathlib.Path) -> tuple[str, int]:
    """The "Unicode text" of old spreadsheets."""
    try:
        return "utf-16", path.read_bytes().decode("utf-16").count("\n") + 1
    except UnicodeDecodeError:
        raise RefusedFileError(NOT_TEXT) from None


def separator_of(beginning: str) -> str:
    """The separator under which most headings are understood, then the most frequent in the first lines."""

    def score(separator: str) -> tuple[int, int]:
        try:
            rows = [
                row for _, row in zip(range(10), csv.reader(io.StringIO(beginning), delimiter=separator), strict=False)
            ]
        except csv.Error:
            return 0, 0
        return max((match_headings(row).recognised for row in rows), default=0), max(map(len, rows), default=0)

    return max(SEPARATORS, key=score)


def read_csv(opened: io.TextIOBase, separator: str, *, skip_first: bool) -> Iterator[list[Cell]]:
    """Every record, blank ones as empty lists so that line numbers stay those of a spreadsheet."""
    reader = csv.reader(opened, delimiter=separator, strict=True)
    line = 0
    try:
        for line, record in enumerate(reader, start=1):
            if skip_first and line == 1:
                yield []
            else:
                yield list(record) if any(cell.strip() for cell in record) else []
    except csv.Error:
        raise RefusedFileError(
            f'La ligne {line + 1} ne peut pas être lue : un guillemet (") y est sans doute ouvert et jamais refermé. '
            "Corrigez-la, ou enregistrez le registre en .xlsx."
        ) from None
