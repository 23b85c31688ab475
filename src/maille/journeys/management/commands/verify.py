"""`./maille verify`: every file kept is still the one that was kept."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maille.journeys.actions.verifying import problems
from maille.journeys.models import StoredFile


class Command(BaseCommand):
    help = "Relit chaque fichier gardé et dit ceux qui ne sont plus ce qui a été enregistré ou signé."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for problem in problems():
            found += 1
            self.stderr.write(problem)
        if found:
            raise CommandError(
                f"{found} problème{'s' if found > 1 else ''}. Restaurez une sauvegarde à côté et comparez."
            )
        self.stdout.write(f"{StoredFile.objects.count()} fichiers relus : tous sont ce qui a été enregistré.")
