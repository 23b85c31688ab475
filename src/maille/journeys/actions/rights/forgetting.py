"""Anonymise people: names, contacts, free texts and files go; what is counted stays, figure for figure.

Everything is done for a batch of people at once, by statements whose number does not depend on how many they are.
"""

import datetime
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import connection, models, transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from maille.identity import append_only
from maille.identity.models import Message, User
from maille.journeys.actions.rights import archiving
from maille.journeys.actions.rights.contacts import roots_of
from maille.journeys.actions.rights.holdings import DELETE, GONE, HOLDINGS, NOBODY, Holding
from maille.journeys.models import (
    Anonymisation,
    ImportLine,
    Journey,
    Orientation,
    Person,
    PersonAccess,
    StoredFile,
    ToldApart,
)
from maille.journeys.models.many import these
from maille.journeys.rules import anonymity
from maille.journeys.rules.names import fold
from maille.network.models import Invitation, Membership
from maille.network.rules.roles import Role

NO_PASSWORD = "!"  # noqa: S105 - Django's mark of none; changing it ends the sessions
EMPTY_ADDRESS = "@anonyme.invalid"
"""Of an invitation whose address is forgotten; no such domain can exist (RFC 2606)."""


HINDRANCES: list[Callable[[Collection[int]], Mapping[int, str]]] = []
"""Of apps above: person → why her file cannot be anonymised yet, and what to do first, in French."""


def hindered(ids: Collection[int]) -> dict[int, str]:
    """Those of these people who cannot be anonymised yet, with why; files joined to theirs are looked at too."""
    roots = roots_of(ids)
    found: dict[int, str] = {}
    for look in HINDRANCES:
        for pk, why in look(roots).items():
            found.setdefault(roots[pk], why)
    return found


def anonymise(
    ids: Collection[int], *, day: datetime.date, at: datetime.datetime, by_id: int | None, reason: str
) -> list[int]:
    """Anonymise these people with the files joined to theirs, all of them or none; those who are already stay.

    Returns the ids anonymised. Stored files' bytes go once the transaction holds. ValidationError, in words, when one
    cannot be yet (`hindered`).
    """
    with append_only.lifted():
        people = with_joined(ids)
        if not people:
            return []
        every = [person.pk for person in people]
        refused = hindered(every)
        if refused:
            raise ValidationError(list(refused.values()))
        archived = archiving.archive(people, day, at)
        gone = files_of(every) - archived.files
        dates = coarse_dates(people)
        names = {(person.last_name, person.first_name) for person in people}
        users = {person.user_id for person in people if person.user_id}
        forget_accesses(every)
        for holding in sorted(HOLDINGS, key=lambda each: -each.path.count("__")):  # what hangs from others first
            if holding.when_named:
                forget_when_named(holding, every, names)
            elif holding.forget is not None:
                forget(holding.model, {f"{holding.path}__in": these(every)}, holding.forget)
        orientations = Orientation.objects.filter(journey__person__in=these(every))
        orientations.filter(partner=None).update(partner_name=GONE)
        orientations.exclude(partner=None).update(partner_name="")
        ToldApart.objects.filter(Q(first__in=these(every)) | Q(second__in=these(every))).delete()
        forget_identity(every, dates, at)
        forget_lines(names)
        Message.objects.filter(about_kind="person", about_id__in=these(every))._raw_delete(connection.alias)
        close_accounts(users, day)
        Anonymisation.objects.bulk_create(
            Anonymisation(person_id=pk, at=at, by_id=by_id, reason=reason, legal_until=archived.until.get(pk))
            for pk in every
        )
        erase_files(gone)
    return every


def with_joined(ids: Collection[int]) -> list[Person]:
    """These people, locked by id, with every file joined to theirs, whatever was joined before."""
    found: dict[int, Person] = {}
    people = Person.objects.select_for_update().filter(anonymised_at__isnull=True).order_by("pk")
    wanted = Q(pk__in=these(ids))
    while new := {person.pk: person for person in people.filter(wanted) if person.pk not in found}:
        found |= new
        wanted = Q(merged_into__in=these(new))
    return [found[pk] for pk in sorted(found)]


def files_of(ids: list[int]) -> set[int]:
    """Stored files that records of these people hold."""
    found: set[int] = set()
    for holding in HOLDINGS:
        for field in holding.model._meta.concrete_fields:
            if field.related_model is StoredFile:
                rows = holding.model._default_manager.filter(**{f"{holding.path}__in": these(ids)}).exclude(
                    **{field.name: None}
                )
                found.update(rows.order_by().values_list(field.attname, flat=True))
    return found


def forget(model: type[models.Model], about: dict[str, Any], how: Any) -> None:
    """Delete the rows, or empty them."""
    rows = model._default_manager.filter(**about).order_by()
    if how == DELETE:
        model._base_manager.filter(pk__in=rows.values("pk"))._raw_delete(connection.alias)
    elif how:
        rows.update(**how)


def forget_when_named(holding: Holding, ids: list[int], names: Iterable[tuple[str, str]]) -> None:
    """Empty texts of a group where they spell one of these names: one read and one write, whatever their number."""
    words = {word for pair in names for name in pair for word in fold(name).split()}
    texts = list(holding.forget) if isinstance(holding.forget, Mapping) else []
    rows = holding.model._default_manager.filter(**{f"{holding.path}__in": these(ids)}).order_by()
    spelt = {
        pk
        for pk, *said in rows.values_list("pk", *texts)
        if words & set(fold("".join(each if each.isalnum() else " " for each in " ".join(said))).split())
    }
    forget(holding.model, {"pk__in": these(spelt)}, holding.forget)


Dates = tuple[dict[int, datetime.date | None], dict[int, datetime.date]]
"""Person → birth date; journey → registration: what replaces them."""


def coarse_dates(people: list[Person]) -> Dates:
    """The dates that replace the true ones, of the same bands at every entry (rules.anonymity)."""
    root = {person.pk: person.merged_into_id or person.pk for person in people}
    for pk in root:  # a file joined to one that was joined in its turn
        while root.get(root[pk], root[pk]) != root[pk]:
            root[pk] = root[root[pk]]
    entries: dict[int, list[datetime.date]] = {}
    registrations: dict[int, datetime.date] = {}
    rows = Journey.objects.filter(person__in=these(root)).order_by("pk")
    for pk, person, entered_on, registered_on in rows.values_list("pk", "person_id", "entered_on", "registered_on"):
        entries.setdefault(root[person], []).append(entered_on)
        coarse = anonymity.coarse_registration(registered_on, entered_on)
        if coarse is not None and coarse != registered_on:
            registrations[pk] = coarse
    births = {
        person.pk: anonymity.coarse_birth(person.birth_date, entries.get(root[person.pk], [])) for person in people
    }
    return births, registrations


def forget_identity(ids: list[int], dates: Dates, at: datetime.datetime) -> None:
    """Names, contacts and exact dates, in the files and in their history."""
    births, registrations = dates
    anonymous: dict[str, Any] = {"first_name": anonymity.FIRST_NAME, "phone": "", "email": "", "search_key": ""}
    last, key = f"{anonymity.LAST_NAME} ", f"{fold(anonymity.LAST_NAME)} "
    number = Cast("id", CharField())
    anonymous["last_name"] = Concat(Value(last), number)
    anonymous["identity_key"] = Concat(Value(key), number, Value(f"|{fold(anonymity.FIRST_NAME)}"))
    anonymous["right_to_work_needed"] = None
    Person.objects.filter(pk__in=these(ids)).update(**anonymous, user=None, anonymised_at=at, version=F("version") + 1)
    Person.history.filter(id__in=these(ids)).update(
        **anonymous, user=None, birth_date=None, anonymised_at=at, history_change_reason=None
    )
    set_dates(Person, "birth_date", births)
    set_dates(Journey, "registered_on", registrations)
    Journey.objects.filter(person__in=these(ids)).update(version=F("version") + 1)


def set_dates(model: type[models.Model], field: str, dates: dict[int, Any]) -> None:
    """Give each row its own date, in one statement."""
    if not dates:
        return
    quote = connection.ops.quote_name
    table, column, pk = quote(model._meta.db_table), quote(field), quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"UPDATE {table} SET {column} = v.day FROM unnest(%s::bigint[], %s::date[]) AS v(id, day) "  # noqa: S608 - quoted names
                f"WHERE {table}.{pk} = v.id",
                [list(dates), list(dates.values())],
            )
            return
        rows = [[key, day.isoformat() if day else None] for key, day in dates.items()]
        cursor.execute(
            f"UPDATE {table} SET {column} = json_extract(v.value, '$[1]') FROM json_each(%s) AS v "  # noqa: S608 - quoted names
            f"WHERE {table}.{pk} = json_extract(v.value, '$[0]')",
            [json.dumps(rows)],
        )


def forget_accesses(ids: list[int]) -> None:
    """Invitations lose their address and stop working; accesses are closed by the dates they have."""
    invitations = Invitation.objects.filter(person_access__person__in=these(ids)).order_by()
    invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=F("created_at"))
    invitations.update(
        name=NOBODY, email=Concat(Value("p"), Cast("pk", CharField()), Value(EMPTY_ADDRESS), output_field=CharField())
    )
    PersonAccess.objects.filter(person__in=these(ids), closed_at=None).update(closed_at=F("given_at"))


def forget_lines(names: Iterable[tuple[str, str]]) -> None:
    """Empty the lines of imported registers that still spell one of these names: refused ones belong to nobody.

    Few lines are looked at: the detail of an import goes by itself after ninety days (actions.rights.retention).
    """
    wanted: dict[str, list[frozenset[str]]] = {}
    for last, first in names:
        words = frozenset(fold(f"{last} {first}").split())
        for word in fold(last).split()[:1]:
            wanted.setdefault(word, []).append(words)
    spelt = []
    lines = ImportLine.objects.exclude(cells=[], problems=[]).order_by("pk")
    for pk, cells, problems, extra in lines.values_list("pk", "cells", "problems", "extra").iterator(2000):
        text = json.dumps([cells, problems, extra], ensure_ascii=False)
        found = set(fold("".join(each if each.isalnum() else " " for each in text)).split())
        if any(words <= found for word in found & wanted.keys() for words in wanted[word]):
            spelt.append(pk)
    ImportLine.objects.filter(pk__in=spelt).update(extra={}, cells=[], problems=[])


def close_accounts(users: set[int], day: datetime.date) -> None:
    """Close the accounts of people who were coopérant·es and nothing else; the others go on signing in to work."""
    if not users:
        return
    others = Membership.objects.filter(user__in=users).exclude(role=Role.COOPERANT)
    closed = users - set(others.order_by().values_list("user_id", flat=True))
    User.objects.filter(pk__in=closed).update(
        name=NOBODY, email=None, is_active=False, password=NO_PASSWORD, last_login=None
    )
    open_ones = Membership.objects.filter(user__in=closed).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    open_ones.filter(started_on__lte=day).update(ended_on=day)
    open_ones.filter(started_on__gt=day).update(ended_on=F("started_on"))


def erase_files(ids: Collection[int]) -> None:
    """Forget these files; their bytes go once this transaction holds (what a crash leaves, the next run sweeps)."""
    files = StoredFile.objects.filter(pk__in=these(ids))
    places = list(files.order_by().values_list("place", flat=True))
    files._raw_delete(connection.alias)
    transaction.on_commit(partial(erase_bytes, places))


def erase_bytes(places: Iterable[str]) -> None:
    """Remove these files' bytes from the private storage."""
    for place in places:
        storages["private"].delete(place)
