"""Tables the database itself refuses to change: rows are added, never altered nor removed.

The refusal holds for raw SQL too. The one door is `lifted()`, for what the law demands (anonymising a person) and for
emptying test databases; only code on the machine itself opens it. Restoring only inserts.
On PostgreSQL the triggers look at a setting of the transaction: opening the door takes no lock, others go on reading
and writing. SQLite has one writer at a time: the triggers are dropped and made again within its transaction.
SQLite loses a table's triggers when a migration rebuilds it: `identity.apps` makes them again after every migration.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ["identity_access"]
OTHER_TRIGGERS: dict[str, str] = {}
"""SQLite: other refusals the door opens, by name of the trigger, with the statement that makes it."""
DOOR = "maille.door"
"""PostgreSQL: "open" within `lifted()`; every refusing function looks at it."""

REFUSE = f"""
CREATE OR REPLACE FUNCTION identity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('{DOOR}', true) = 'open' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'append_only: % is refused on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$
"""


def install(connection: BaseDatabaseWrapper, table: str) -> None:
    """Make the triggers of one table, again if they exist."""
    remove(connection, table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(REFUSE)
            cursor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION identity_refuse_change()"
            )
            return
        for verb in ("UPDATE", "DELETE"):
            cursor.execute(
                f"CREATE TRIGGER {table}_append_only_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'append_only'); END"
            )


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    """Drop the triggers of one table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only_{verb}")


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Open the maintenance door for one transaction, and close it again whatever happens."""
    connection = connections[using]
    with transaction.atomic(using=using):
        open_door(connection)
        yield
        close_door(connection)


def open_door(connection: BaseDatabaseWrapper) -> None:
    """Let the rest of this transaction change what is refused otherwise."""
    if connection.vendor == "postgresql":
        set_door(connection, "open")
        return
    for table in TABLES:
        remove(connection, table)
    with connection.cursor() as cursor:
        for name in OTHER_TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def close_door(connection: BaseDatabaseWrapper) -> None:
    """Refuse again; a transaction that fails closes by itself."""
    if connection.vendor == "postgresql":
        set_door(connection, "closed")
        return
    for table in TABLES:
        install(connection, table)
    with connection.cursor() as cursor:
        for statement in OTHER_TRIGGERS.values():
            cursor.execute(statement)


def set_door(connection: BaseDatabaseWrapper, state: str) -> None:
    """For this transaction alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [DOOR, state])
