"""Who may work on a day: `ready_to_work` for one person, `readiness_of` for many in one query.

Whoever puts somebody on a job asks here. The caller has already loaded the person or the journeys within its scope.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from maille.journeys.models.contracts import ContractPeriod
from maille.journeys.models.journeys import Journey
from maille.journeys.models.people import Person
from maille.journeys.models.pieces import BankDetails, Insurance, Piece
from maille.journeys.models.reading import choices_of
from maille.journeys.rules.readiness import Answer, Facts, Kept, Period, Readiness, readiness
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

NO_DAY = Cast(Value(None), DateField())


class Fact(NamedTuple):
    """A row of the one query: a piece, an answer, a contract's period or an account, with its four days."""

    what: str
    person: int
    kpa: int | None
    kind: str
    first: datetime.date
    second: datetime.date | None
    third: datetime.date | None
    fourth: datetime.date | None


def ready_to_work(person: Person, kpa: Organisation, at: datetime.date) -> Readiness:
    """Whether this person may work in this KPA on that day, and what is missing in words (two queries)."""
    under_way = Journey.objects.filter(person=person, kpa=kpa).at(at).exists()
    kept = facts_of([person.pk])
    return readiness(facts(person, kpa, kept[person.pk], under_way=under_way), at)


def readiness_of(journeys: Iterable[Journey], at: datetime.date) -> dict[int, Readiness]:
    """The same for each of these journeys, by its id, in one query.

    The journeys come with `person`, `kpa` and `kpa__choices`.
    """
    journeys = list(journeys)
    kept = facts_of({journey.person_id for journey in journeys}) if journeys else {}
    return {
        journey.pk: readiness(
            facts(journey.person, journey.kpa, kept[journey.person_id], under_way=runs(journey, at)), at
        )
        for journey in journeys
    }


def open_journeys(actor: Actor, people: Iterable[Person], at: datetime.date) -> dict[int, list["OpenJourney"]]:
    """The journeys under way of these people that the actor may see, by person, with their readiness (two queries)."""
    found: dict[int, list[OpenJourney]] = defaultdict(list)
    journeys = Journey.objects.visible_to(actor).at(at).filter(person__in=list(people))
    shown = list(journeys.select_related("person", "kpa", "kpa__choices").order_by("entered_on", "pk"))
    told = readiness_of(shown, at)
    for journey in shown:
        found[journey.person_id].append(OpenJourney(journey, told[journey.pk]))
    return dict(found)


class OpenJourney(NamedTuple):
    """A journey under way, and whether its person may work there."""

    journey: Journey
    readiness: Readiness


def runs(journey: Journey, at: datetime.date) -> bool:
    """Whether the journey is under way that day, both ends included."""
    return journey.entered_on <= at and (journey.ended_on is None or journey.ended_on >= at)


def facts_of(people: Iterable[int]) -> dict[int, list[Fact]]:
    """Everything dated that these people's readiness is told from, in one query."""
    people = list(people)
    found: dict[int, list[Fact]] = defaultdict(list)
    for row in rows_of(people):
        fact = Fact(*row)
        found[fact.person].append(fact)
    return found


def rows_of(people: list[int]) -> QuerySet[Any, Any]:
    """Four kinds of rows as one; the first names the columns, and its days are real ones."""
    insurances = columns(
        Insurance.objects.kept().filter(person__in=people),
        "insurance",
        ("person_id", "kpa_id", "answer"),
        ("sent_on", "answered_on", "covers_from", "covers_to"),
    )
    pieces = columns(
        Piece.objects.filter(person__in=people),
        "piece",
        ("person_id", "kpa_id", "kind"),
        ("given_on", "expires_on", "withdrawn_on", None),
    )
    periods = columns(
        ContractPeriod.objects.filter(contract__journey__person__in=people, withdrawn_at__isnull=True),
        "period",
        ("contract__journey__person_id", "contract__kpa_id", "contract__kind"),
        ("started_on", "ends_on", "signed_on", "contract__termination__ended_on"),
    )
    accounts = columns(
        BankDetails.objects.filter(person__in=people),
        "bank",
        ("person_id", "person_id", "last_four"),
        ("since", "ended_on", None, None),
    )
    together: QuerySet[Any, Any] = insurances.union(pieces, periods, accounts, all=True)
    return together


def columns(
    rows: QuerySet[Any], what: str, names: tuple[str, str, str], days: tuple[str | None, ...]
) -> QuerySet[Any, Any]:
    """One kind of rows under the common names of columns."""
    person, kpa, kind = names
    found = {f"day_{rank}": F(name) if name else NO_DAY for rank, name in enumerate(days)}
    told = rows.order_by().annotate(
        what=Value(what, output_field=CharField()), of=F(person), at_kpa=F(kpa), sort=F(kind), **found
    )
    rows_told: QuerySet[Any, Any] = told.values_list("what", "of", "at_kpa", "sort", *found)
    return rows_told


def facts(person: Person, kpa: Organisation, kept: Iterable[Fact], *, under_way: bool) -> Facts:
    """The facts of one person in one KPA; an account is the person's, wherever she is."""
    here = [each for each in kept if each.what == "bank" or each.kpa == kpa.pk]
    return Facts(
        under_way=under_way,
        periods=tuple(Period(*each[4:]) for each in here if each.what == "period"),
        answers=tuple(Answer(each.first, each.kind, *each[5:]) for each in here if each.what == "insurance"),
        pieces=tuple(Kept(each.kind, *each[4:7]) for each in here if each.what == "piece"),
        bank=tuple((each.first, each.second) for each in here if each.what == "bank"),
        birth_date=person.birth_date,
        right_to_work_needed=person.right_to_work_needed,
        required=frozenset(choices_of(kpa).required_pieces),
    )
