"""A journey's own page with two hundred events, and what the person is shown."""

from django.contrib.auth import get_user_model
from django.db import transaction
from tests.journeys.support.lives import eventful

from benchmarks.browsing import client_of, get
from benchmarks.population import LAST_DAY
from benchmarks.timing import Measure, timed
from maille.journeys.models import Journey
from maille.journeys.models.timeline import timeline
from maille.network.rules.roles import Actor

PAGE_AIM, PAGE_QUERIES, EVENTS = 50.0, 15, 200


def journey_page(size: int, runs: int) -> list[Measure]:
    """As the contributor of its KPA, among `size` people: the page, an older page of its timeline, the one to show."""
    journey = full_journey()
    fanny = client_of("fanny@exemple.fr")
    address = f"/parcours/{journey.pk}/"
    after = timeline(journey, Actor.command_line(LAST_DAY), LAST_DAY).next_key
    aims = {"aim_ms": PAGE_AIM, "aim_queries": PAGE_QUERIES}
    return [
        timed("journey's page", size, lambda: get(fanny, address), runs=runs, note=f"{EVENTS} events", **aims),
        timed("journey's page, further back", size, lambda: get(fanny, f"{address}?apres={after}"), runs=runs, **aims),
        timed("journey shown with the person", size, lambda: get(fanny, f"{address}a-montrer/"), runs=runs),
    ]


@transaction.atomic
def full_journey() -> Journey:
    """The longest journey under way at La Cape, with two hundred events and more."""
    going = Journey.objects.filter(kpa__name="La Cape", ended_on__isnull=True)
    journey = going.select_related("person", "kpa").order_by("entered_on", "pk")[0]
    eventful(journey, get_user_model().objects.get(email="fanny@exemple.fr"), EVENTS + 30)
    return journey
