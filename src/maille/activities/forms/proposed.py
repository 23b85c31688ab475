"""Fields shared by forms of jobs: texts proposed from former jobs, durations as people type them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maille.activities.rules.hours import DurationError, read_minutes, typed
from maille.activities.rules.jobs import MOST_MINUTES


class Proposed(forms.TextInput):
    """A text that former ones are proposed for, in a list of the browser's own; anything else may be typed."""

    template_name = "activities/widgets/proposed.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.proposed: list[str] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_connus"
        if self.proposed:
            context["widget"]["attrs"]["list"] = listed
        return {**context, "listed": listed, "proposed": self.proposed}


class MinutesField(forms.CharField):
    """Work planned, as people type it ("7 h 30", "7,5", "300 h"), kept in minutes: longer than a day, for many."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}))
        super().__init__(**more)

    def clean(self, value: Any) -> int | None:
        """The minutes, or `None` when left empty and not required."""
        text = super().clean(value)
        if text in self.empty_values:
            return None
        try:
            return read_minutes(str(text), MOST_MINUTES)
        except DurationError as refused:
            raise ValidationError(str(refused)) from refused

    def prepare_value(self, value: Any) -> Any:
        """Minutes as they are typed."""
        return typed(value) if isinstance(value, int) else value
