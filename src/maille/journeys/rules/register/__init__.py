"""The register file (design: "The register file"): headings, cells, rows, and what a row changes."""

from maille.journeys.rules.register.cells import Cell
from maille.journeys.rules.register.columns import REQUIRED, Column, Headings, match_headings
from maille.journeys.rules.register.problems import Level, Problem
from maille.journeys.rules.register.rows import Reading, Row, read_row

__all__ = [
    "REQUIRED",
    "Cell",
    "Column",
    "Headings",
    "Level",
    "Problem",
    "Reading",
    "Row",
    "match_headings",
    "read_row",
]
