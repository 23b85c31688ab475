"""A form that may show what deserves a look before it is saved (views.confirming)."""

from maille.activities.actions.asking import Warned, marks, sentences
from maille.journeys.forms.wary import Wary


class LookedAt(Wary):
    """Warnings beside their fields, and what the confirming button sends."""

    warned: Warned = {}
    """Field → sentences: read by the field component of maille.ui."""
    seen = ""

    def look_first(self, warned: Warned) -> None:
        """Put each warning beside its field, read with it; what names no field of this form stands on the first one."""
        found: dict[str, list[str]] = {}
        for name, said in warned.items():
            field = name if name in self.fields else next(iter(self.fields))
            found.setdefault(field, []).extend(each for each in said if each not in found.get(field, []))
        self.warned, self.seen = found, marks(warned)
        for name in found:
            bound, attrs = self[name], self.fields[name].widget.attrs
            told = [f"{bound.auto_id}_warning"] + ([f"{bound.auto_id}_helptext"] if bound.help_text else [])
            attrs["aria-describedby"] = " ".join(told)

    @property
    def why(self) -> list[str]:
        """All that was refused or asked, for who reads no page."""
        return [str(each) for said in self.errors.values() for each in said] + sentences(self.warned)
