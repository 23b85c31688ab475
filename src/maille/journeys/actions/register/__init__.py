"""Registers put into Maille and taken out of it."""

from maille.journeys.actions.register.exporting import ExportFilter, export_rows, export_titles
from maille.journeys.actions.register.importing import ImportOptions, ImportResult, check_register, import_register
from maille.journeys.actions.register.undoing import NotUndoneError, undo_import

__all__ = [
    "ExportFilter",
    "ImportOptions",
    "ImportResult",
    "NotUndoneError",
    "check_register",
    "export_rows",
    "export_titles",
    "import_register",
    "undo_import",
]
