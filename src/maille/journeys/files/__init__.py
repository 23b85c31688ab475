"""Register files as bytes: CSV and xlsx read with care, and written so that no cell is a formula."""

from maille.journeys.files.reading import MAX_BYTES, MAX_ROWS, RefusedFileError, RegisterFile, open_register
from maille.journeys.files.writing import csv_lines, write_xlsx

__all__ = ["MAX_BYTES", "MAX_ROWS", "RefusedFileError", "RegisterFile", "csv_lines", "open_register", "write_xlsx"]
