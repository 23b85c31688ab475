"""Some people of La Cape besides the cast who may work: their papers, the insurer's answer and a signed contract."""

import datetime
from dataclasses import replace

from django.utils import timezone

from maille.config.demo.contracts import MEALS, ONE_DAY, signed
from maille.config.demo.dossier import INSURER
from maille.identity.models import User
from maille.journeys.actions import dossier
from maille.journeys.models import Journey
from maille.journeys.rules.papers import InsurerSaid, Paper
from maille.network.access import actor_for
from maille.network.rules.roles import Actor

MANY = 3
HALF_A_YEAR = 150
"""Days for which they work already."""


def write(odile: Actor, day: datetime.date) -> list[Journey]:
    """The people of the KPA there for long enough, told from the one who came first."""
    since = day - datetime.timedelta(days=HALF_A_YEAR)
    group = Journey.objects.at(day).filter(kpa__name="La Cape", entered_on__lt=since, person__user__isnull=True)
    adults = group.filter(person__birth_date__lt=day - datetime.timedelta(days=20 * 366), suspensions__isnull=True)
    chosen = list(adults.select_related("person").order_by("entered_on", "pk")[:MANY])
    fanny, karim = (actor_for(User.objects.get(email=f"{key}@exemple.fr"), None, day) for key in ("fanny", "karim"))
    at = timezone.make_aware(datetime.datetime.combine(since, datetime.time(10)))
    said = InsurerSaid("validated", since, since, day + datetime.timedelta(days=200))
    for journey in chosen:
        for kind in ("notice", "charter"):
            dossier.record_piece(fanny, journey.pk, Paper(kind, since), at)
        dossier.say_right_to_work(fanny, journey.pk, needed=False)
        demand = dossier.ask_insurer(karim, [journey.pk], INSURER, since - ONE_DAY, at)[0]
        dossier.note_answers(karim, [demand.pk], said, at)
        signed(replace(odile, today=day), journey, since + ONE_DAY, since + datetime.timedelta(days=360), MEALS)
    return list(Journey.objects.filter(pk__in=[each.pk for each in chosen]).select_related("person").order_by("pk"))
