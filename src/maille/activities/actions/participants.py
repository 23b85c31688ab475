"""Who may be on a job: made when first needed."""

from maille.activities.models import Participant
from maille.identity.models import User
from maille.journeys.models import Person
from maille.network.models import Organisation


def participant_for(kpa: Organisation, *, person: Person | None = None, user: User | None = None) -> Participant:
    """The participant of that person, or of that account, in the KPA: the same one however many ask at once.

    Somebody of the team who also has a file there is found by it.
    """
    if user is not None:
        # unscoped: of a KPA loaded in scope
        known = Participant.objects.filter(kpa=kpa, person__user=user, joined_to=None).first()
        if known is not None:
            return known
    found, _ = Participant.objects.get_or_create(kpa=kpa, person=person, user=user, joined_to=None)
    return found
