"""A promise of work, with what deserves a look before it is made."""

from maille.activities.forms.jobs import PromiseForm
from maille.activities.forms.looked_at import LookedAt


class AskedPromiseForm(PromiseForm, LookedAt):
    """So many hours promised in a role; told beside them, before anything is written, when the pot would not hold."""
