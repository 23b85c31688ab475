"""Who signs in, and what was read."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class IdentityConfig(AppConfig):
    name = "maille.identity"
    verbose_name = "Identité"

    def ready(self) -> None:
        """Keep the append-only tables closed whatever a migration did to them."""
        post_migrate.connect(close_append_only_tables, sender=self)


def close_append_only_tables(using: str, **signal: Any) -> None:
    """SQLite rebuilds a table to alter it, and forgets its triggers."""
    from maille.identity import append_only

    connection = connections[using]
    known = connection.introspection.table_names()
    for table in append_only.TABLES:
        if connection.vendor == "sqlite" and table in known:
            append_only.install(connection, table)
