"""The last contact with a person: the latest thing she did, or that was done with her.

What others write alone (a note, a follow-up nobody answered) is no contact: the time runs from hers (CNIL 2021-028).
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import DateField, DateTimeField, Exists, F, Max, OuterRef, Q
from django.db.models.functions import TruncDate

from maille.identity.models import User
from maille.journeys.models import (
    BankDetails,
    Barrier,
    Contract,
    FollowUp,
    Goal,
    Handover,
    ImportLine,
    Interview,
    Journey,
    NextStep,
    Note,
    Opening,
    Orientation,
    Person,
    PersonAccess,
    Piece,
    Procedure,
    Recognition,
    Referent,
    Reply,
    RightsRequest,
    Signature,
    Stage,
    Suspension,
    WorkshopPlace,
)
from maille.journeys.models.many import these


@dataclass(frozen=True)
class Contact:
    """One kind of contact: where its day is, and how a person is reached from it."""

    model: type[models.Model]
    person: str
    day: str
    only: Mapping[str, Any] = field(default_factory=dict)

    def rows(self) -> Any:
        """The rows that are a contact."""
        return self.model._default_manager.filter(**{**self.only, f"{self.day}__isnull": False}).order_by()

    @property
    def is_moment(self) -> bool:
        """Whether its day is an instant."""
        found: models.Field[Any, Any] | None = None
        model: Any = self.model
        for part in self.day.split("__"):
            found = model._meta.get_field(part)
            model = found.related_model
        return isinstance(found, DateTimeField)


CONTACTS: list[Contact] = [
    Contact(Stage, "journey__person", "started_on"),
    Contact(Suspension, "journey__person", "started_on"),
    Contact(FollowUp, "journey__person", "done_on", {"unreachable": False}),
    Contact(Interview, "journey__person", "held_on"),
    Contact(Goal, "journey__person", "set_on"),
    Contact(Goal, "journey__person", "reached_on"),
    Contact(NextStep, "goal__journey__person", "done_on"),
    Contact(Barrier, "journey__person", "started_on"),
    Contact(Barrier, "journey__person", "ended_on"),
    Contact(Orientation, "journey__person", "oriented_on"),
    Contact(Orientation, "journey__person", "outcome_on"),
    Contact(Procedure, "journey__person", "started_on"),
    Contact(Procedure, "journey__person", "ended_on"),
    Contact(Recognition, "journey__person", "recognised_on"),
    Contact(WorkshopPlace, "journey__person", "workshop__starts_at", {"came": True}),
    Contact(Interview, "peer", "held_on"),
    Contact(Piece, "person", "given_on"),
    Contact(BankDetails, "person", "since"),
    Contact(Signature, "document__person", "signed_on", {"party": "person"}),
    Contact(Reply, "person", "entered_at"),
    Contact(RightsRequest, "person", "asked_on"),
    Contact(PersonAccess, "person", "opened_at"),
    Contact(User, "person", "last_login"),
]
"""Apps above add theirs (`register`)."""
NO_CONTACT: dict[type[models.Model], str] = {
    Note: "written by somebody else, alone",
    Referent: "who follows her, whether they meet or not",
    Handover: "between two referents",
    Opening: "what a partner may read; her agreement is an act, dated by the reply or the interview that holds it",
    Contract: "counted by its signatures",
    ImportLine: "a register, put in at any time",
    Journey: "counted by its end, and as today while under way",
}
"""Dated records of a person that are no contact, with why."""


def register(*contacts: Contact) -> None:
    """Add what counts as a contact in an app above, from its AppConfig.ready; twice is once."""
    CONTACTS.extend(each for each in contacts if each not in CONTACTS)


def silent_since(day: datetime.date, after: int, limit: int) -> list[int]:
    """Ids of people of whom nothing is known to have happened after `day`, by id from `after` on.

    Journeys under way count as today. Files joined to another follow it, and those already anonymised are done.
    """
    people = Person.objects.filter(anonymised_at__isnull=True, merged_into__isnull=True, pk__gt=after)
    present = Journey.objects.filter(person=OuterRef("pk")).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=day) | Q(entered_on__gt=day)
    )
    people = people.filter(~Exists(present))
    return list(people.order_by("pk").values_list("pk", flat=True)[:limit])


def last_contacts(roots: Mapping[int, int], today: datetime.date) -> dict[int, datetime.date]:
    """File → day of the last contact; `roots` gives, for each file, the one it is joined to (itself otherwise).

    The same number of queries whatever the number of people. A day to come counts as today.
    """
    ids = list(roots)
    found: dict[int, datetime.date] = {}

    def take(rows: Any) -> None:
        for person, day in rows:
            if day is not None:
                root = roots[person]
                found[root] = max(min(day, today), found.get(root, datetime.date.min))

    journeys = Journey.objects.filter(person__in=these(ids)).order_by()
    take(journeys.values_list("person_id").annotate(Max("ended_on")))
    take((person, today) for person in journeys.filter(ended_on__isnull=True).values_list("person_id", flat=True))
    for contact in CONTACTS:
        latest = contact.rows().filter(**{f"{contact.person}__in": these(ids)}).values_list(contact.person)
        day = TruncDate(contact.day) if contact.is_moment else F(contact.day)
        take(latest.annotate(last=Max(day, output_field=DateField())))
    unknown = {root for root in roots.values() if root not in found}
    # A register of years ago may be put in today: the day a file was made tells something only when nothing else does.
    take(Person.objects.filter(pk__in=these(unknown)).order_by().values_list("pk", TruncDate("created_at")))
    return found


def roots_of(ids: Collection[int]) -> dict[int, int]:
    """These files and those joined to them, each with the one of `ids` it ends in."""
    roots = {pk: pk for pk in ids}
    level = set(ids)
    while level:
        joined = Person.objects.filter(merged_into__in=these(level)).exclude(pk__in=these(roots)).order_by()
        found = dict(joined.values_list("pk", "merged_into_id"))
        roots |= {pk: roots[into] for pk, into in found.items()}
        level = set(found)
    return roots
