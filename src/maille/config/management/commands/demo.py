"""`./maille demo`: from an empty folder to a served synthetic network, in one command."""

import argparse
import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from maille.config.demo import cast, load
from maille.config.management.commands.serve import Command as Serve
from maille.identity.demo import AMINA_CARD, AMINA_PIN, CAST

FIRST_DAY = datetime.date(2026, 11, 20)
"""The day the demonstration was written for; one installed later lives later, so that its week has things to do."""


class Command(BaseCommand):
    """Install the synthetic network once, then serve it."""

    help = "Installe un réseau de démonstration (personnes inventées) et sert le site."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Where to serve, or not at all."""
        parser.add_argument("--no-serve", action="store_true", help="s'arrête avant de servir le site")
        parser.add_argument("--port", type=int, default=8000, help="port du site (8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the database, write the network if it is not there, tell how to enter, serve."""
        if not options["no_serve"]:
            Serve().check_port("127.0.0.1", options["port"])  # before writing anything
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Base de données prête.")
        self.install()
        parts = {part.key: part for part in CAST}
        site = f"http://localhost:{options['port']}"
        self.stdout.write("\nPour entrer, un lien par personne :")
        for member in cast.CAST:
            self.stdout.write(f"  {site}/demo/entrer/{member.key}/".ljust(len(site) + 27) + parts[member.key].sentence)
        self.stdout.write(f"\nOu avec la carte d'Amina : {site}/carte/ puis {AMINA_CARD}, code secret {AMINA_PIN}.")
        if not options["no_serve"]:
            self.stdout.write("")
            call_command("serve", port=options["port"])
        elif connection.vendor != "sqlite":
            self.stdout.write("\nPour servir cette base plus tard : MAILLE_DEMO=1 ./maille serve")

    def install(self) -> None:
        """Write the network, once."""
        try:
            there = load.is_there()
        except load.RealDataError:
            raise CommandError(
                "Cette base contient déjà des données : la démonstration n'y verse pas de personnes inventées. "
                "Indiquez une autre base (DATABASE_URL), ou un autre dossier (MAILLE_VAR)."
            ) from None
        if there:
            self.stdout.write("Le réseau de démonstration est déjà là : rien n'a changé.")
            return
        load.load(max(timezone.localdate(), FIRST_DAY), self.tell)
        if connection.vendor == "sqlite":
            mark()

    def tell(self, what: str, count: int) -> None:
        """One line per part written."""
        self.stdout.write(f"  {count:>4} {what}")


def mark() -> None:
    """Write in the database file itself that it is a demonstration (environment.is_demo_file reads it)."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA application_id = {settings.DEMO_MARK}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
