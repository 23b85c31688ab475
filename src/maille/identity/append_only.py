"""Tables the database itself refuses to change: rows are added, never altered nor removed.

The refusal holds for raw SQL too. The one door is `lifted()`, for what the law demands (anonymising a person) and for
emptying test databases; it needs the right to alter the table, hence the machine itself. Restoring only inserts.
SQLite loses a table's triggers when a migration rebuilds it: `identity.apps` makes them again after every migration.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ["identity_access"]

REFUSE = """
CREATE OR REPLACE FUNCTION identity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
        for table in TABLES:
            remove(connection, table)
        yield
        for table in TABLES:
            install(connection, table)
