"""`./maille migrate`: Django's own; a new database is made faster (maille.config.migrating)."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from maille.config.migrating import sparing_when_new


class Command(Migrate):
    """Bring the database to this version."""

    help = "Met la base de données au niveau de cette version."

    def handle(self, *args: Any, **options: Any) -> Any:
        """Migrate, sparing when the database is new."""
        with sparing_when_new(options["database"]):
            return super().handle(*args, **options)
