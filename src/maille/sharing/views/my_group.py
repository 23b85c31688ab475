"""The group, for one of its coopérant·es: what it holds, its rule, what it decided to share, the time it gives."""

import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from maille.activities.models.hours_figures import hours_by_kind, unpaid_percent
from maille.activities.rules.kinds import WORK_KINDS
from maille.activities.views.my_hours import own_kpa
from maille.journeys.models import Journey
from maille.journeys.views.own import own_person
from maille.ledger.models import Account, balances_of
from maille.ledger.rules.kinds import AccountKind
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.sharing.models import rule_in_force
from maille.ui.charts import Part, Stacked
from maille.ui.text import duration

ROOMS = (
    ("sharing:my_rules", "La règle de partage", "Comment l'argent se partage entre nous."),
    ("sharing:my_distributions", "Les partages", "Qui a reçu quoi, et pourquoi."),
    ("ledger:our_money", "L'argent du groupe", "Ce que le groupe a reçu et dépensé."),
)
"""Route, name, and what one finds there; those this installation has."""


@require_safe
def my_group(request: ActorRequest) -> HttpResponse:
    """One page, one group; somebody of several KPAs goes from one to the other."""
    person = own_person(request)
    kpa = own_kpa(request, person)
    if kpa is None:
        raise Http404
    day = request.today
    # unscoped: of one's own journeys
    others = Organisation.objects.filter(pk__in=Journey.objects.filter(person=person).values("kpa")).exclude(pk=kpa.pk)
    start = day.replace(month=1, day=1)
    hours = hours_by_kind([kpa.pk], start, day)
    context = {
        "kpa": kpa,
        "others": list(others.order_by("name_key", "pk")[:20]),
        "held": held(kpa),
        "rule": rule_in_force(kpa.pk, None, day),
        "rooms": [room for room in map(room_of, ROOMS) if room],
        "members": members(kpa, day),
        "year": day.year,
        "minutes": sum(hours.values()),
        "unpaid": unpaid_percent(hours),
        "chart": chart(hours),
        "day": day,
    }
    return render(request, "sharing/group/my_group.html", context)


def held(kpa: Organisation) -> int:
    """Cents of the group's own accounts, its activities' included."""
    # unscoped: of one's own KPA
    accounts = Account.objects.filter(kpa=kpa, kind=AccountKind.COLLECTIVE).order_by().values_list("pk", flat=True)
    return sum(balances_of(list(accounts)).values())


def members(kpa: Organisation, day: datetime.date) -> int:
    """People whose journey here is under way."""
    # unscoped: of one's own KPA, counted
    return Journey.objects.at(day).filter(kpa=kpa).count()


def room_of(room: tuple[str, str, str]) -> dict[str, str] | None:
    """A place of the group, where the installation has it."""
    route, name, words = room
    try:
        return {"url": reverse(route), "name": name, "words": words}
    except NoReverseMatch:
        return None


def chart(hours: Any) -> Stacked | None:
    """The time of the year, by nature."""
    parts = []
    for kind, name in WORK_KINDS.items():
        minutes = sum(found for (_, nature, _), found in hours.items() if nature == kind)
        if minutes:
            parts.append(Part(name, minutes, duration(minutes)))
    if not parts:
        return None
    total = sum(part.value for part in parts)
    return Stacked(title="Notre temps, selon ce qu'on fait", parts=tuple(parts), total=duration(total))
