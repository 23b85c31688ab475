"""What people ask of the report, and what they type for it."""

from maille.impact.forms.asking import ReportForm
from maille.impact.forms.freezing import FreezeForm
from maille.impact.forms.turnover import ComputedForm, TurnoverForm

__all__ = ["ComputedForm", "FreezeForm", "ReportForm", "TurnoverForm"]
