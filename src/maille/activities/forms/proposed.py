"""Texts proposed from former jobs."""

from typing import Any

from django import forms


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
