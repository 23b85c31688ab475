"""`./maille ledger check`: prove that the books are whole."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maille.ledger.models import Account, Posting, Transfer
from maille.ledger.models.proving import faults, last_seal

MOST = 20


class Command(BaseCommand):
    help = "Prouve que les comptes sont justes, au centime près (check)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", metavar="check", choices=["check"], help="Vérifie tous les comptes.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is wrong and stop with status 1, or how much was looked at."""
        found = list(islice(faults(), MOST + 1))
        for each in found[:MOST]:
            self.stderr.write(each)
        if found:
            more = " Et d'autres." if len(found) > MOST else ""
            raise CommandError(f"{min(len(found), MOST)} anomalies dans les comptes.{more}")
        accounts, postings, transfers = (each.objects.count() for each in (Account, Posting, Transfer))
        self.stdout.write(
            f"{accounts} comptes, {postings} opérations, {transfers} mouvements : tout s'équilibre, au centime près."
        )
        if postings:
            self.stdout.write(f"Sceau de la dernière opération : {last_seal()}")
