"""What people ask of the report, and what they type for it."""

from maille.impact.forms.asking import ReportForm

__all__ = ["ReportForm"]
