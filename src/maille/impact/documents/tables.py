"""The report for a spreadsheet: CSV and xlsx. No cell starts with a formula."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from maille.impact.rules.indicators import SECTIONS
from maille.impact.rules.report import COMPUTED, Report
from maille.journeys.rules.register.cells import guarded

BOM = "\ufeff"
"""Spreadsheets read a CSV as UTF-8 only if it begins with this."""
HEADINGS = ("cle", "rubrique", "indicateur", "effectif", "part_pct", "base", "connus", "notes")
TURNOVER_HEADINGS = ("kpa", "du", "au", "annee", "montant_ht_eur", "remarque")
Cell = str | int | float | None


def indicator_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row per figure."""
    for figure in report.figures:
        notes = " ; ".join(figure.notes)
        section = SECTIONS[figure.indicator.section]
        yield (figure.key, section, figure.label, figure.count, figure.pct, figure.base, figure.known, notes)


def turnover_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row per turnover line, in euros."""
    for line in report.turnover:
        remark = "déborde de la période" if line.overflows else COMPUTED.get(line.computed, "")
        yield (guarded(line.kpa), f"{line.start}", f"{line.end}", line.year, line.cents / 100, remark)


def render_csv(report: Report) -> str:
    """Indicators then turnover, `;` between columns, a comma before the cents."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(indicator_rows(report))
    if report.turnover:
        writer.writerow([])
        writer.writerow(TURNOVER_HEADINGS)
        for *cells, amount, remark in turnover_rows(report):
            writer.writerow([*cells, f"{amount:.2f}".replace(".", ","), remark])
    return out.getvalue()


def render_xlsx(report: Report) -> bytes:
    """Three sheets: indicators, definitions, turnover."""
    book = Workbook()
    first: Any = book.active
    first.title = "Indicateurs"
    fill(first, HEADINGS, indicator_rows(report), (30, 26, 46, 10, 10, 10, 10, 40))
    definitions = ((figure.key, figure.label, figure.definition) for figure in report.figures)
    fill(book.create_sheet("Définitions"), ("cle", "indicateur", "definition"), definitions, (30, 46, 110))
    sheet = book.create_sheet("Chiffre d'affaires")
    fill(sheet, TURNOVER_HEADINGS, turnover_rows(report), (30, 12, 12, 8, 16, 26))
    for row in sheet.iter_rows(min_row=2, min_col=5, max_col=5):
        row[0].number_format = "#,##0.00"
    book.properties.title = f"Bilan {report.period}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(
    sheet: Worksheet, headings: tuple[str, ...], rows: Iterator[tuple[Cell, ...]], widths: tuple[int, ...]
) -> None:
    """Headings in bold that stay in sight, then the rows."""
    sheet.append(headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
