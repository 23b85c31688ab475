"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "maille.ledger"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """What is posted never changes: its tables are closed as the access log is."""
        from maille.identity import append_only
        from maille.ledger.actions import rights

        append_only.TABLES.extend(table for table in APPEND_ONLY if table not in append_only.TABLES)
        rights.declare()


APPEND_ONLY = ("ledger_posting", "ledger_transfer", "ledger_postingwords")
