"""The coopérant·e's own page, in simple words."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from maille.journeys.models import Journey, Person, PersonAccess
from maille.journeys.models.readiness import readiness_of
from maille.journeys.models.reading import newest_first, tell, with_events
from maille.journeys.views.support_mine import card_of, shown
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.network.rules.roles import Actor, Role


def my_journey(request: ActorRequest) -> HttpResponse:
    """Where do I stand: only my own journeys."""
    actor: Actor = request.actor
    if actor.user_id is None:
        raise Http404
    # unscoped: one's own file, found by one's own sign-in
    person = Person.objects.filter(user_id=actor.user_id).first()
    if person is None:
        return no_file(request, actor)
    at = request.at
    # unscoped: one's own journeys
    journeys = with_events(Journey.objects.filter(person=person, entered_on__lte=at))
    told = [tell(journey, at) for journey in newest_first(journeys)]
    ready = readiness_of([each.journey for each in told if not each.is_over], at)
    cards = [shown(each, at) if rank == 0 else card_of(each, at) for rank, each in enumerate(told)]
    for card in cards:
        card["readiness"] = ready.get(card["told"].journey.pk)
    context = {"person": person, "card": cards[0] if cards else None, "others": cards[1:], "at": at}
    return render(request, "journeys/my_journey.html", context)


def no_file(request: ActorRequest, actor: Actor) -> HttpResponse:
    """A coopérant·e whose account opens no file yet, or no longer, learns what to do; others know of nothing."""
    if actor.role != Role.COOPERANT or actor.user_id is None or actor.organisation_id is None:
        raise Http404
    # unscoped: one's own former access
    withdrawn = PersonAccess.objects.filter(user_id=actor.user_id, closed_at__isnull=False).first()
    kpa = Organisation.objects.visible_to(actor).filter(pk=actor.organisation_id).first()
    return render(request, "journeys/no_file.html", {"withdrawn": withdrawn, "kpa": kpa})
