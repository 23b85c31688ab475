"""The report as one HTML file that opens anywhere, with nothing to fetch."""

import functools
import pathlib
from typing import Any

from django.template.loader import render_to_string

from maille.impact.documents import layout
from maille.impact.documents.cover import Cover

HERE = pathlib.Path(__file__).parents[1]
STYLES = (
    HERE.parent / "ui" / "static" / "ui" / "tokens.css",
    HERE.parent / "ui" / "static" / "ui" / "base.css",
    HERE.parent / "ui" / "static" / "ui" / "components.css",
    HERE / "static" / "impact" / "report.css",
)


@functools.cache
def styles() -> str:
    """The house's styles without its fonts, which are files."""
    text = "\n".join(path.read_text() for path in STYLES)
    blocks = text.split("@font-face")
    return blocks[0] + "".join(block.partition("}")[2] for block in blocks[1:])


def render(report: dict[str, Any], cover: Cover) -> str:
    """The whole page."""
    labels = {indicator["key"]: indicator["label"] for indicator in report["indicators"]}
    context = {
        "styles": styles(),
        "cover": cover,
        "period": layout.period_words(report["period"]),
        "audience": layout.AUDIENCES[report["audience"]],
        "made_on": layout.day(cover.made_on.isoformat()),
        "telling": layout.telling(report),
        "definitions": layout.definitions(report, labels),
        "links": False,
    }
    return render_to_string("impact/report_file.html", context)
