"""What people's rights ask of us this week: answers due, files about to be anonymised."""

import datetime

from django.db.models import Exists, OuterRef, Q

from maille.journeys.models.journeys import Journey, JourneyQuerySet
from maille.journeys.models.rights import Retention, RightsRequest
from maille.network.rules.roles import Actor


def latest_of_each(actor: Actor) -> JourneyQuerySet:
    """The latest journey of each person the actor may open."""
    journeys = Journey.objects.visible_to(actor)
    later = journeys.filter(person=OuterRef("person")).filter(
        Q(entered_on__gt=OuterRef("entered_on")) | Q(entered_on=OuterRef("entered_on"), pk__gt=OuterRef("pk"))
    )
    return journeys.filter(~Exists(later))


def to_answer(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """People who asked something about their data and have no answer yet; shown from the first day."""
    waiting = RightsRequest.objects.filter(person=OuterRef("person"), answered_on__isnull=True, asked_on__lte=day)
    return latest_of_each(actor).filter(Exists(waiting))


def soon_anonymised(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """People whose file had its notice: it is anonymised a month later, unless there is news."""
    noticed = Retention.objects.filter(person=OuterRef("person"), noticed_on__lte=day).filter(
        Q(kept_until__isnull=True) | Q(kept_until__lt=day)
    )
    return latest_of_each(actor).filter(Exists(noticed))
