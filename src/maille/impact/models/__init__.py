"""Turnover, and reports frozen as they were sent."""

from maille.impact.models.frozen import FrozenReport, FrozenSequence
from maille.impact.models.turnover import TurnoverLine, TurnoverSource, computed

__all__ = ["FrozenReport", "FrozenSequence", "TurnoverLine", "TurnoverSource", "computed"]
