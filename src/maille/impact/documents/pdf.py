"""The report as a PDF/A: Typst draws what documents/layout.py tells."""

import pathlib
from typing import Any

from maille.impact.documents import layout
from maille.impact.documents.cover import Cover
from maille.ui import pdf

TEMPLATE = pathlib.Path(__file__).with_name("report.typ")


def render(report: dict[str, Any], cover: Cover) -> bytes:
    """The PDF of a report (the JSON of design "The network's report")."""
    return pdf.draw(TEMPLATE, telling(report, cover)).content


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
        "turnover_note": layout.turnover_note(report),
        "definitions": layout.definitions(report, labels),
    }
