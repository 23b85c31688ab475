"""Who a list shows, at a date and under filters: the page and its export both start here.

A row is a person with one journey: the latest-starting one begun by that day among those the reader may see (and, when
a KPA is asked, in that KPA). What happens later does not exist yet.
"""

import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from maille.journeys.models.events import Referent, Stage, Suspension
from maille.journeys.models.journeys import EndKind, Journey, JourneyQuerySet
from maille.journeys.models.people import Person, PersonQuerySet, PersonWord
from maille.journeys.rules.attention import JOURNEY_FIELDS
from maille.journeys.rules.filters import Filters, Wanted
from maille.journeys.rules.terms import DETAILS_OF
from maille.network.rules.roles import Actor

NAME_ORDER = ("identity_key", "id")
LAST = "\U0010ffff"
"""After every letter, in the order of code points the words are kept in."""
NOT_A_FEW = 3
"""Up to so many KPAs, a reader's list starts from their journeys."""
CROWD = 1500
"""Unless they hold more journeys than this: a page of names is then found sooner by walking them."""


def people_shown(actor: Actor, at: datetime.date, filters: Filters) -> PersonQuerySet:
    """The people of the list, unordered: page them by NAME_ORDER.

    Two ways to the same people. When few can answer, their journeys are found first, then sorted by name. Otherwise
    the names are walked in order, asking each one's latest journey, until the page is full. A database left to choose
    reads whole tables, for want of knowing how many answer.
    """
    people = named(Person.objects.all(), filters)
    journeys = journeys_begun(actor, at, filters)
    own = journeys.filter(person=OuterRef("pk")).order_by("-entered_on", "-pk")
    if not filters.about_the_journey:
        return people.filter(Exists(own))
    if few_answer(actor, at, filters):
        shown = latest_only(journeys, journeys.filter(conditions(at, filters)))
        return people.filter(pk__in=shown.values("person"))
    answers = Case(When(conditions(at, filters), then=Value(value=True)), default=Value(value=False))
    return people.alias(answers=Subquery(own.annotate(answers=answers).values("answers")[:1])).filter(answers=True)


def few_answer(actor: Actor, at: datetime.date, filters: Filters) -> bool:
    """Whether starting from the journeys is quicker than walking the names.

    So it is in a few KPAs, for one referent, for what is rare (pauses, passages), and for those still there after the
    three years a journey lasts at most (seed 003).
    """
    seen = len(actor.files) if not (actor.everything or filters.kpa) else 1 if filters.kpa else NOT_A_FEW + 1
    rare = filters.state in (Wanted.SUSPENDED, Wanted.MOVED)
    old = filters.state == Wanted.UNDER_WAY and filters.year is not None and filters.year < at.year - 3
    if rare or old or filters.referent is not None:
        return True
    narrow = filters.stage or filters.missing or filters.year or filters.words
    return seen <= NOT_A_FEW and bool(narrow or not crowded(actor, filters))


def crowded(actor: Actor, filters: Filters) -> bool:
    """Whether the few KPAs seen hold more than CROWD journeys; PostgreSQL sorts those sooner than it walks names."""
    if connection.vendor != "sqlite":
        return False
    kpas = [filters.kpa] if filters.kpa else actor.files
    held = Journey.objects.filter(kpa_id__in=kpas).order_by("kpa_id", "entered_on")
    return held[CROWD : CROWD + 1].exists()


def named(people: PersonQuerySet, filters: Filters) -> PersonQuerySet:
    """Those one of whose names begins with each word asked."""
    for word in filters.words:
        people = people.filter(pk__in=PersonWord.objects.filter(word__gte=word, word__lt=word + LAST).values("person"))
    return people


def journeys_shown(actor: Actor, at: datetime.date, filters: Filters) -> JourneyQuerySet:
    """The journey of each row, unordered: what an export of exactly what is shown writes."""
    journeys = journeys_begun(actor, at, filters)
    shown = latest_only(journeys, journeys.filter(conditions(at, filters)))
    return shown.filter(person__in=named(Person.objects.all(), filters)) if filters.words else shown


def journeys_begun(actor: Actor, at: datetime.date, filters: Filters) -> JourneyQuerySet:
    """Those the reader may see, in the KPA asked, begun by that day."""
    journeys = Journey.objects.visible_to(actor).filter(entered_on__lte=at)
    return journeys.filter(kpa_id=filters.kpa) if filters.kpa else journeys


def latest_only(journeys: JourneyQuerySet, some: JourneyQuerySet) -> JourneyQuerySet:
    """Those of `some` after which no other of `journeys` begins (same day: the last recorded)."""
    later = journeys.filter(person=OuterRef("person")).filter(
        Q(entered_on__gt=OuterRef("entered_on")) | Q(entered_on=OuterRef("entered_on"), pk__gt=OuterRef("pk"))
    )
    return some.filter(~Exists(later))


def conditions(at: datetime.date, filters: Filters) -> Q:
    """What is asked of the journey shown."""
    asked = Q()
    if filters.state:
        asked &= state_condition(at, filters.state)
    if filters.stage:
        asked &= in_force(Stage.objects.all(), at, kind=filters.stage)
    if filters.referent:
        asked &= in_force(Referent.objects.all(), at, user_id=filters.referent)
    if filters.missing:
        asked &= missing_condition(at)
    if filters.year:
        asked &= Q(
            entered_on__gte=datetime.date(filters.year, 1, 1), entered_on__lte=datetime.date(filters.year, 12, 31)
        )
    return asked


def state_condition(at: datetime.date, state: str) -> Q:
    """Both ends of a journey and of a pause are part of it (rules.state)."""
    if state == Wanted.LEFT:
        return Q(ended_on__lt=at, end_kind=EndKind.EXIT)
    if state == Wanted.MOVED:
        return Q(ended_on__lt=at, end_kind=EndKind.TRANSFER)
    still_open = Q(ended_on__isnull=True) | Q(ended_on__gte=at)
    pauses = Suspension.objects.filter(still_open, started_on__lte=at).order_by()
    if state == Wanted.SUSPENDED:
        return still_open & Q(pk__in=pauses.values("journey"))
    return still_open & ~Q(pk__in=pauses.values("journey"))


def in_force(dated: QuerySet[Any], at: datetime.date, **wanted: Any) -> Q:
    """The latest dated event begun by that day is the one wanted (one a day at most, says the database)."""
    begun = dated.filter(journey=OuterRef("pk"), started_on__lte=at).order_by()
    later = dated.filter(
        journey=OuterRef("journey"), started_on__lte=at, started_on__gt=OuterRef("started_on")
    ).order_by()
    return Q(Exists(begun.filter(~Exists(later), **wanted)))


def missing_condition(at: datetime.date) -> Q:
    """At least one fact the report needs is unknown (rules.attention.missing_fields)."""
    empty = Q(person__sex="") | Q(person__birth_date__isnull=True)
    for name in JOURNEY_FIELDS:
        empty |= Q(**{name: ""}) if name in ("postal_code", "level") else Q(**{f"{name}__isnull": True})
    left = Q(ended_on__lt=at, end_kind=EndKind.EXIT)
    return empty | (left & (Q(outcome="") | Q(outcome__in=[outcome.value for outcome in DETAILS_OF], detail="")))
