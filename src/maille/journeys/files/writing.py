"""Write rows as CSV or xlsx. No cell ever starts a formula, and what is written reads back the same."""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import BinaryIO

import openpyxl
from openpyxl.cell import WriteOnlyCell

from maille.journeys.rules.register.cells import Cell, guarded

BOM = "\ufeff"
"""Spreadsheets read a CSV as UTF-8 only if it begins with this."""
XML_FORBIDDEN = {code: None for code in range(32) if code not in (9, 10, 13)}


def csv_lines(titles: Sequence[str], rows: Iterable[Sequence[Cell]], block: int = 500) -> Iterator[bytes]:
    """UTF-8 CSV with `;`, in pieces of `block` rows, so that a long register never sits in memory."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(title) for title in titles])
    for number, row in enumerate(rows, start=1):
        writer.writerow([as_text(cell) for cell in row])
        if number % block == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def as_text(cell: Cell) -> str:
    """A value as the register writes it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    return guarded(cell) if isinstance(cell, str) else str(cell)


def amount(cents: int | None) -> Decimal | None:
    """Cents as a spreadsheet adds them up: "-12,50" in a CSV, a number in a sheet; empty when nobody said."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def hours(minutes: int | None) -> Decimal | None:
    """Minutes as hours of a spreadsheet, half up to the hundredth: "7,33"."""
    return None if minutes is None else (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


def write_xlsx(
    titles: Sequence[str], rows: Iterable[Sequence[Cell]], target: BinaryIO, sheet: str = "Registre"
) -> None:
    """One sheet, headings frozen, dates as dates, numbers as numbers, everything else as text."""
    workbook = openpyxl.Workbook(write_only=True)
    page = workbook.create_sheet(sheet)
    page.freeze_panes = "A2"
    page.append([text_cell(page, title) for title in titles])
    for row in rows:
        page.append([sheet_cell(page, cell) for cell in row])
    workbook.save(target)


def sheet_cell(page: object, cell: Cell) -> object:
    """A value as a spreadsheet holds it."""
    if isinstance(cell, datetime.date):
        return formatted(page, cell, "DD/MM/YYYY")
    if isinstance(cell, Decimal):
        return formatted(page, cell, "0.00")
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    if cell in (None, ""):
        return None
    return text_cell(page, cell if isinstance(cell, str) else as_text(cell))


def formatted(page: object, cell: datetime.date | Decimal, shown: str) -> object:
    """A value as it is, shown that way."""
    made = WriteOnlyCell(page, cell)  # type: ignore[arg-type]  # a write-only sheet, which the stubs do not know
    made.number_format = shown
    return made


def text_cell(page: object, text: str) -> object:
    """A cell that is text even if it looks like a formula."""
    made = WriteOnlyCell(page, guarded(text.translate(XML_FORBIDDEN)))  # type: ignore[arg-type]  # as above
    made.data_type = "s"
    return made
