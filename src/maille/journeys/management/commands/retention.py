"""`./maille retention`: what the law says about how long people's files are kept, done for today."""

import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from maille.journeys.actions.rights import retention
from maille.journeys.rules.retention import Decision


class Command(BaseCommand):
    help = (
        "Prévient avant la fin de conservation d'une fiche, anonymise celles dont le temps est passé, "
        "efface les archives arrivées à leur terme."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Dit ce qui serait fait, sans rien écrire.")
        parser.add_argument("--au", metavar="AAAA-MM-JJ", help="Comme si l'on était ce jour-là (avec --dry-run).")

    def handle(self, *args: Any, **options: Any) -> None:
        dry, day = options["dry_run"], timezone.localdate()
        if options["au"]:
            try:
                asked = datetime.date.fromisoformat(options["au"])
            except ValueError:
                raise CommandError("La date s'écrit AAAA-MM-JJ, par exemple 2026-06-30.") from None
            if asked > day and not dry and not settings.DEMO:
                raise CommandError("Une date à venir ne va qu'avec --dry-run : ce qui est anonymisé l'est pour de bon.")
            day = asked
        outcome = retention.run(day, timezone.now(), self.progress, dry=dry)
        self.stdout.write(self.told(outcome, day, dry=dry))

    def progress(self, what: str, count: int) -> None:
        """One line per batch."""
        self.stdout.write(f"  {what} : {count}")
        self.stdout.flush()

    def told(self, outcome: retention.Outcome, day: datetime.date, *, dry: bool) -> str:
        """What happened, in words."""
        lines = [
            f"{'Au' if not dry else 'Rien n’est écrit. Au'} {day:%d/%m/%Y} :",
            f"{outcome.looked_at} fiches sans parcours en cours depuis longtemps",
            f"{len(outcome.noticed)} préavis",
            f"{outcome.decisions[Decision.WAIT]} en attente de la fin du préavis",
            f"{outcome.anonymised} fiches anonymisées",
            f"{len(outcome.hindered)} fiches en attente : il reste de l'argent sur leur compte",
            f"{outcome.archives} archives légales arrivées à leur terme",
        ]
        if not dry:
            lines.insert(3, f"{outcome.told} personnes prévenues par message")
            lines += [f"{outcome.imports} lignes d'imports vidées", f"{outcome.files} fichiers orphelins effacés"]
        return "\n  ".join(lines)
