"""What people do with reports: enter turnover, freeze a report they send."""

from maille.impact.actions.freezing import freeze
from maille.impact.actions.turnover import (
    compute_turnover,
    correct_turnover,
    enter_turnover,
    overlaps_of,
    withdraw_turnover,
)

__all__ = ["compute_turnover", "correct_turnover", "enter_turnover", "freeze", "overlaps_of", "withdraw_turnover"]
