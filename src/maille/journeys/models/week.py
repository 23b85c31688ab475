"""What needs attention this week, as querysets: journeys ending, follow-ups due, facts missing."""

import datetime

from django.db.models import Case, DateField, Exists, OuterRef, Q, Value, When

from maille.journeys.models.events import FollowUp
from maille.journeys.models.journeys import EndKind, Journey, JourneyQuerySet
from maille.journeys.models.shown import missing_condition
from maille.journeys.rules import attention
from maille.journeys.rules.dates import add_months
from maille.network.rules.roles import Actor


def ending(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Journeys under way whose planned end is within thirty days of `day`, or past."""
    soon = day + attention.ENDING_WITHIN
    latest = Case(
        *(
            When(planned_months=months, then=Value(attention.latest_start(months, soon)))
            for months in range(1, attention.LONGEST + 1)
        ),
        output_field=DateField(),
    )
    return Journey.objects.visible_to(actor).at(day).filter(planned_months__isnull=False, entered_on__lte=latest)


def follow_up_due(actor: Actor, day: datetime.date, months: int) -> JourneyQuerySet:
    """Exits whose follow-up at `months` is to be done by a week after `day` and is still expected."""
    until = attention.latest_start(months, day + attention.WEEK)
    since = attention.latest_start(attention.EXPECTED_UNTIL[months], day)
    done = FollowUp.objects.filter(journey=OuterRef("pk"), months=months, done_on__lte=day).order_by()
    exits = Journey.objects.visible_to(actor).filter(end_kind=EndKind.EXIT, ended_on__lt=day)
    return exits.filter(~Exists(done), ended_on__lte=until, ended_on__gt=since)


def incomplete(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Journeys under way, or ended within a year, whose file lacks something the report needs."""
    recent = add_months(day, -attention.MISSING_AFTER_EXIT)
    journeys = Journey.objects.visible_to(actor).filter(entered_on__lte=day)
    return journeys.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=recent)).filter(missing_condition(day))
