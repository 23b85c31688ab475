"""Who may be on a job: made when first needed."""

from django.db.models import Q

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


def of_same_human(participant: Participant) -> list[int]:
    """Participants, by id, of this human being: in every KPA, by her file or by her account. Load `person`."""
    user = participant.user_id if participant.person is None else participant.person.user_id
    same = Q(person=participant.person_id) if participant.person_id else Q()
    if user:
        same |= Q(user=user) | Q(person__user=user)
    # unscoped: a day has 24 hours whoever looks; only figures leave this module
    return list(Participant.objects.filter(same).order_by("pk").values_list("pk", flat=True))
