"""One's own file, on the phone: found by one's own sign-in, never by a number in the address."""

from django.http import Http404

from maille.journeys.models import Person
from maille.network.requests import ActorRequest


def own_person(request: ActorRequest) -> Person:
    """The person who asks; 404 for who has no file of their own."""
    if request.actor.user_id is None:
        raise Http404
    # unscoped: one's own file, found by one's own sign-in
    person = Person.objects.filter(user_id=request.actor.user_id, merged_into__isnull=True).first()
    if person is None:
        raise Http404
    return person
