"""A large network made quickly: plain inserts on SQLite, COPY on PostgreSQL; no history, no import lines.

Seventeen KPAs as in the demonstration; journeys from 2019 to 2026, one person in ten having two.
"""

import datetime
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from django.db import connection, models, transaction

from maille.config.demo import load, names, structures
from maille.config.demo.plan import QUOTAS
from maille.identity.models import User
from maille.journeys.models import (
    Contract,
    ContractPeriod,
    Document,
    Interview,
    Journey,
    Note,
    Person,
    Signature,
    Stage,
    StoredFile,
)
from maille.journeys.rules.names import fold
from maille.network.models import Membership, Organisation

FIRST_DAY, LAST_DAY = datetime.date(2019, 1, 7), datetime.date(2026, 10, 30)
SINCE = datetime.date(2019, 1, 1)
LEVELS = ("below_cap", "below_cap", "cap_bep", "cap_bep", "bac", "bac_2_4", "bac_5", "")
ENDINGS = (
    *[("employment", "cdi")] * 3,
    *[("employment", "cdd_6_plus"), ("employment", "interim"), ("training", "qualifying")],
    *[("business_creation", ""), ("none", ""), ("", ""), ("", "")],
)
BATCH = 5000
Values = dict[str, Any]


def seed(people: int, *, checked: bool = True) -> None:
    """Fill an empty migrated database with `people` people and 1.1 times as many journeys.

    Unchecked, PostgreSQL takes them without its overlap constraint (a GiST index slow to fill) and without stages.
    """
    with transaction.atomic():
        if not checked:
            loosen()
        organisations = load.write_organisations(LAST_DAY)
        kpas = [organisations[kpa.name].pk for kpa in structures.KPAS]
        for email, role, name in [("odile", "coordinator", structures.NETWORK), ("fanny", "contributor", "La Cape")]:
            user = User.objects.create_user(f"{email}@exemple.fr", email.title())
            Membership.objects.create(user=user, organisation=organisations[name], role=role, started_on=SINCE)
        insert(Person, persons(people))
        insert(Journey, journeys(people, kpas))
        if checked:
            insert(Stage, first_stages(people))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def loosen() -> None:
    """PostgreSQL: no overlap constraint, no trigger, while a million rows are copied; they are only read."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journeys_journey DROP CONSTRAINT IF EXISTS no_overlapping_journeys")
        cursor.execute("SET LOCAL session_replication_role = replica")


def persons(count: int) -> Iterator[Values]:
    """People with plain names; homonyms get their rank, as a person would have told them apart."""
    random = Random(1)
    folded = {name: fold(name) for group in (*names.FIRSTS.values(), names.LASTS) for name in group}
    for pk in range(1, count + 1):
        sex = "F" if random.random() < 0.73 else "H"
        last, first = random.choice(names.LASTS), random.choice(names.FIRSTS[sex])
        birth = datetime.date(1958, 1, 1) + datetime.timedelta(days=random.randrange(16000))
        yield {
            "id": pk,
            "last_name": last,
            "first_name": first,
            "birth_date": birth,
            "sex": sex,
            "identity_key": f"{folded[last]}|{folded[first]}",
            "search_key": f"{folded[first]} {folded[last]}",
            "homonym": pk % 30000,
            "created_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        }


def journeys(people: int, kpas: list[int]) -> Iterator[Values]:
    """One journey each, and a later one for one person in ten."""
    random = Random(2)
    for pk in range(1, people + people // 10 + 1):
        again = pk > people
        span = (LAST_DAY - FIRST_DAY).days
        day = random.randrange(span // 2, span) if again else random.randrange(span)
        entry = FIRST_DAY + datetime.timedelta(days=day)
        end = entry + datetime.timedelta(days=random.randrange(30, 900))
        quota = random.choice(QUOTAS)
        postal_code, commune = quota.places[0]
        over = end <= LAST_DAY
        outcome, detail = random.choice(ENDINGS) if over else ("", "")
        registered = entry - datetime.timedelta(days=random.randrange(-200, 2500))
        person = (pk - people) * 10 if again else pk
        yield {
            "id": pk,
            "person_id": person,
            "kpa_id": kpas[(person * 7 + again) % len(kpas)],
            "entered_on": entry,
            "planned_months": random.choice((6, 12, 12, 18, 24, 24)),
            "postal_code": postal_code,
            "department": postal_code[:2],
            "commune": commune,
            "qpv": random.random() < 0.7,
            "single_parent": random.random() < 0.17,
            "international_protection": random.random() < 0.02,
            "level": random.choice(LEVELS),
            "registered_on": registered if pk % 3 == 0 else None,
            "mission_locale": pk % 20 == 0,
            "disabled": pk % 11 == 0,
            "ended_on": end if over else None,
            "end_kind": "exit" if over else "",
            "outcome": outcome,
            "detail": detail,
            "created_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        }


def first_stages(people: int) -> Iterator[Values]:
    """The first stage of each first journey."""
    for values in journeys(people, [0]):
        if values["id"] <= people:
            yield {"journey_id": values["id"], "kind": "immerse", "started_on": values["entered_on"]}


def end_journeys(people: int) -> None:
    """Nobody is there any more; each has an interview with a note, one in ten a signed contract; all with history."""
    fanny = User.objects.get(email="fanny@exemple.fr").pk
    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    by = {"entered_by_id": fanny, "entered_at": at}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journeys_journey SET ended_on = %s, end_kind = 'exit' WHERE ended_on IS NULL", [LAST_DAY]
        )
        for table, key in (("person", "id"), ("journey", "id")):
            model = Person if table == "person" else Journey
            names = [field.column for field in model.history.model.tracked_fields]
            listed = ", ".join(names)
            cursor.execute(
                f"INSERT INTO journeys_historical{table} ({listed}, history_date, history_type) "
                f"SELECT {listed}, created_at, '+' FROM journeys_{table} ORDER BY {key}"
            )
        insert(
            Interview,
            (
                {"journey_id": pk, "kind": "follow_up", "held_on": FIRST_DAY, "led_by_id": fanny, "domains": "[]", **by}
                for pk in range(1, people + 1)
            ),
        )
        insert(
            Note,
            (
                {"journey_id": pk, "author_id": fanny, "written_on": FIRST_DAY, "text": "Note", **by}
                for pk in range(1, people + 1)
            ),
        )
        signed_contracts(people, by)
        cursor.execute("ANALYZE")


def signed_contracts(people: int, by: Values) -> None:
    """One person in ten signed a contract, kept as a document."""
    at, host = by["entered_at"], Organisation.objects.filter(kind="cae").order_by("pk")[0].pk
    signers = list(Journey.objects.filter(pk__lte=people, pk__endswith="7").values_list("pk", "person_id", "kpa_id"))
    for rank, (journey, person, kpa) in enumerate(signers, 1):
        contract = Contract(
            pk=rank, person_id=person, journey_id=journey, kpa_id=kpa, host_id=host, kind="cape",
            full_time_employee=False, **by,
        )  # fmt: skip
        contract.save(force_insert=True)
        ContractPeriod.objects.create(
            pk=rank, contract=contract, started_on=LAST_DAY, ends_on=LAST_DAY, signed_on=LAST_DAY, **by
        )
        file = StoredFile.objects.create(
            pk=rank, name="a", content_type="application/pdf", size=1, sha256="0", place=f"2026/{rank}", stored_at=at
        )
        document = Document.objects.create(
            pk=rank, kind="contract", person_id=person, kpa_id=kpa, contract=contract, period_id=rank, facts={},
            file=file, issued_at=at,
        )  # fmt: skip
        Signature.objects.create(
            document=document, party="person", signer_name="A", means="paper", signed_on=LAST_DAY,
            document_sha256="0", **by,
        )  # fmt: skip


def insert(model: type[models.Model], rows: Iterable[Values]) -> None:
    """Write rows whose values are ready for the database; fields left out get the model's own defaults."""
    iterator = iter(rows)
    first = next(iterator)
    fields = [field for field in model._meta.concrete_fields if field.column in first or not field.primary_key]
    constant = [None if field.has_default() is False and field.null else default(field) for field in fields]
    columns = [field.column for field in fields]
    places = {column: index for index, column in enumerate(columns)}

    def line(values: Values) -> list[Any]:
        cells = list(constant)
        for column, value in values.items():
            cells[places[column]] = value
        return cells

    def lines() -> Iterator[list[Any]]:
        yield line(first)
        yield from map(line, iterator)

    (copy if connection.vendor == "postgresql" else execute_many)(model._meta.db_table, columns, lines())


def default(field: models.Field[Any, Any]) -> Any:
    """What the model would store."""
    return field.get_db_prep_save(field.get_default(), connection)


def copy(table: str, columns: list[str], lines: Iterator[list[Any]]) -> None:
    """PostgreSQL: COPY, then put the sequence after the last row."""
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as target:
            for line in lines:
                target.write_row(line)
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def execute_many(table: str, columns: list[str], lines: Iterator[list[Any]]) -> None:
    """SQLite: one prepared insert."""
    holes = ", ".join(["?"] * len(columns))
    plain = ([text(cell) for cell in line] for line in lines)
    connection.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({holes})", plain)


def text(cell: Any) -> Any:
    """Days and moments as SQLite keeps them."""
    if isinstance(cell, datetime.datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return cell.isoformat() if isinstance(cell, datetime.date) else cell
