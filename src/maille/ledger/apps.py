"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "maille.ledger"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """What is posted never changes: its tables are closed as the access log is."""
        from maille.identity import append_only
        from maille.journeys.views import week
        from maille.ledger.actions import rights
        from maille.ledger.models.leaving import left_with_money

        append_only.TABLES.extend(table for table in APPEND_ONLY if table not in append_only.TABLES)
        rights.declare()
        week.add_group(
            week.Group(
                "soldes",
                "Parties avec de l'argent sur leur compte",
                "Cet argent est à elles. Une dernière paie, ou un don au groupe par écrit.",
                ("ended_on", "id"),
            ),
            left_with_money,
            week.Words("son compte n'est pas à zéro.", "ledger:accounts", "soldes=sortis", "Voir quoi faire"),
        )


APPEND_ONLY = ("ledger_posting", "ledger_transfer", "ledger_postingwords")
