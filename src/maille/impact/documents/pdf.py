"""The report as a PDF/A: Typst draws what documents/layout.py tells."""

import functools
import json
import pathlib
from typing import Any

import typst

from maille.impact.documents import layout
from maille.impact.documents.cover import Cover

HERE = pathlib.Path(__file__).parent
FONTS = HERE.parents[1] / "ui" / "fonts"
STANDARDS: list[Any] = ["a-3a", "ua-1"]
"""Archivable, and readable by a screen reader."""


@functools.cache
def fonts() -> typst.Fonts:
    """The house's own fonts and Typst's fallbacks, never the machine's: the same file everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def render(report: dict[str, Any], cover: Cover) -> bytes:
    """The PDF of a report (the JSON of design "The network's report")."""
    compiler = typst.Compiler(HERE / "report.typ", root=HERE, font_paths=fonts())
    data = json.dumps(telling(report, cover), ensure_ascii=False).replace("\u202f", "\u00a0")  # not in the font
    try:
        return compiled(compiler, data, STANDARDS)
    except typst.TypstError:
        # A letter no font has is an error in an archivable file: a plain PDF shows a box in its place.
        return compiled(compiler, data, [])


def compiled(compiler: typst.Compiler, data: str, standards: list[Any]) -> bytes:
    """One PDF under these standards."""
    made = compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=standards)
    if not isinstance(made, bytes):
        raise TypeError("One PDF was asked for.")
    return made


def telling(report: dict[str, Any], cover: Cover) -> dict[str, Any]:
    """What the template reads: the cover's words, the chapters, the turnover and the definitions."""
    labels = {indicator["key"]: indicator["label"] for indicator in report["indicators"]}
    return {
        "title": cover.title,
        "network": cover.network,
        "scope": cover.scope,
        "period": layout.period_words(report["period"]),
        "audience": layout.AUDIENCES[report["audience"]],
        "number": cover.number,
        "digest": cover.digest,
        "made_on": layout.day(cover.made_on.isoformat()),
        "small": "Les parts d'un effectif inférieur à 80 se lisent avec prudence : elles sont signalées.",
        "headlines": layout.headlines(report),
        "sections": layout.sections(report),
        "turnover": layout.turnover(report),
        "definitions": layout.definitions(report, labels),
    }
