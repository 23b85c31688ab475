"""What accompanying asks this week: meetings agreed, steps overdue, people not met, orientations without an answer.

Each journey comes with `asked_on`, the day it is about (the order of the page), and `asked_what` in the person's words.
"""

import datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate

from maille.journeys.models.contracts import ContractPeriod
from maille.journeys.models.events import Suspension
from maille.journeys.models.journeys import Journey, JourneyQuerySet
from maille.journeys.models.support import Interview, NextStep, Orientation
from maille.journeys.models.union import NOTHING, TEXT
from maille.journeys.models.workshops import WorkshopPlace
from maille.journeys.rules import accompanying
from maille.journeys.rules.attention import WEEK
from maille.journeys.rules.dates import add_months
from maille.network.rules.roles import Actor
from maille.network.rules.stages import ContractKind


def under_way(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Journeys under way the actor opens."""
    return Journey.objects.visible_to(actor).at(day)


def first(rows: "QuerySet[Any]", column: Any) -> Subquery:
    """One column of the first row."""
    return Subquery(rows.values_list(column)[:1])


def agreed(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """A next interview was agreed at the latest one, for this week or a day already past."""
    latest = Interview.objects.filter(journey=OuterRef("pk"), held_on__lte=day).order_by("-held_on", "-pk")
    journeys = under_way(actor, day).annotate(asked_on=first(latest, "next_on"), asked_what=NOTHING)
    return journeys.filter(asked_on__isnull=False, asked_on__lte=day + WEEK)


def overdue(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """A step of a goal still pursued was to be done before that day; the oldest one is told."""
    steps = NextStep.objects.filter(
        Q(done_on__isnull=True) | Q(done_on__gt=day),
        Q(goal__reached_on__isnull=True) | Q(goal__reached_on__gt=day),
        Q(goal__dropped_on__isnull=True) | Q(goal__dropped_on__gt=day),
        goal__journey=OuterRef("pk"),
        goal__set_on__lte=day,
        due_on__lt=day,
    ).order_by("due_on", "pk")
    journeys = under_way(actor, day).annotate(asked_on=first(steps, "due_on"), asked_what=first(steps, "text"))
    return journeys.filter(asked_on__isnull=False)


def unanswered_orientations(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Sent to a partner over a month ago, and nothing known since; the oldest one is told."""
    sent = Orientation.objects.filter(
        Q(outcome_on__isnull=True) | Q(outcome_on__gt=day),
        journey=OuterRef("pk"),
        oriented_on__lte=add_months(day, -accompanying.OUTCOME_WITHIN_MONTHS),
    ).order_by("oriented_on", "pk")
    partner = Coalesce("partner__name", "partner_name", output_field=TEXT)
    journeys = under_way(actor, day).annotate(asked_on=first(sent, "oriented_on"), asked_what=first(sent, partner))
    return journeys.filter(asked_on__isnull=False)


def not_seen(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Neither an interview nor a workshop attended for sixty days, and no pause; the entry counts as a meeting."""
    met = Interview.objects.filter(journey=OuterRef("pk"), held_on__lte=day).order_by("-held_on", "-pk")
    came = WorkshopPlace.objects.filter(journey=OuterRef("pk"), came=True, workshop__starts_at__date__lte=day)
    came = came.order_by("-workshop__starts_at", "-pk")
    paused = Suspension.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day), started_on__lte=day)
    present = under_way(actor, day).filter(~Exists(paused.filter(journey=OuterRef("pk"))))
    journeys = present.annotate(
        asked_on=Greatest(
            F("entered_on"),
            Coalesce(first(met, "held_on"), F("entered_on")),
            Coalesce(first(came, TruncDate("workshop__starts_at")), F("entered_on")),
        ),
        asked_what=NOTHING,
    )
    return journeys.filter(asked_on__lt=day - accompanying.NOT_SEEN_FOR)


def too_few_interviews(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """In a CESA, fewer interviews with the team than the law's pace asks for; `asked_what` counts them.

    `asked_on` is the first day of the contract. Peers count for support, not for this duty of the host.
    """
    signed = ContractPeriod.objects.filter(
        contract__journey=OuterRef("pk"), contract__kind=ContractKind.CESA, signed_on__isnull=False
    )
    going = signed.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        Q(contract__termination__isnull=True) | Q(contract__termination__ended_on__gte=day),
        started_on__lte=day,
    )
    began = signed.order_by().values("contract__journey").annotate(first=Min("started_on")).values("first")
    held = Interview.objects.filter(
        journey=OuterRef("pk"), led_by__isnull=False, held_on__gt=add_months(day, -12), held_on__lte=day
    )
    count = held.order_by().values("journey").annotate(count=Count("pk")).values("count")
    journeys = under_way(actor, day).filter(Exists(going)).annotate(
        asked_on=Subquery(began), held=Coalesce(Subquery(count), Value(0), output_field=IntegerField())
    )  # fmt: skip
    journeys = journeys.annotate(asked_what=Cast("held", TEXT))
    late = Q()
    for months, expected in accompanying.CESA_PACE:
        late |= Q(asked_on__lte=add_months(day, -months), held__lt=expected)
    return journeys.filter(late)


ASKED = {
    "entretiens": agreed,
    "pas-en-retard": overdue,
    "sans-suite": unanswered_orientations,
    "cesa": too_few_interviews,
    "pas-vus": not_seen,
}
"""Key of a group of the week → its journeys."""
