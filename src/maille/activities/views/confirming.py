"""A form whose warnings stand beside their fields before anything is written, with « C'est bien ça, enregistrer »."""

from collections.abc import Callable, Collection

from maille.activities.actions.asking import ToConfirmError
from maille.activities.forms.looked_at import LookedAt
from maille.journeys.views.loading import attempt
from maille.network.requests import ActorRequest


def seen_by(request: ActorRequest) -> Collection[str]:
    """The warnings the reader confirmed, by their marks."""
    return frozenset(request.POST.get("seen", "").split())


def attempt_seen(request: ActorRequest, form: LookedAt, act: Callable[[], object]) -> bool:
    """Run the action when the form holds; what it asks to confirm is shown in the form, nothing lost nor written."""
    try:
        return attempt(request, form, act)[0]
    except ToConfirmError as asked:
        form.look_first(asked.warned)
        return False
