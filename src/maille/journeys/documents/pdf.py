"""A document's telling as an archivable PDF."""

import pathlib
from typing import Any

from maille.journeys.rules.documents.telling import telling
from maille.ui import pdf

TEMPLATE = pathlib.Path(__file__).with_name("paper.typ")


def render(facts: dict[str, Any]) -> pdf.Made:
    """The PDF of these copied facts."""
    return draw(telling(facts))


def draw(told: dict[str, Any]) -> pdf.Made:
    """The PDF of a telling."""
    return pdf.draw(TEMPLATE, told)
