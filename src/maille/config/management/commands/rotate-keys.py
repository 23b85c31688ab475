"""`./maille rotate-keys`: close everything encrypted with a new key."""

import pathlib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maille.config import keys
from maille.config.progress import Progress
from maille.identity import vault

OLD_KEPT = (
    "Les anciennes clés restent dans le fichier : les sauvegardes déjà faites en ont besoin. "
    "Plus tard, retirez-les avec --keep --forget."
)
NONE_KEPT = "Aucune ancienne clé n'est gardée : ce que les sauvegardes d'avant ont de chiffré ne s'ouvre plus."


class Command(BaseCommand):
    help = "Chiffre de nouveau, avec une nouvelle clé, ce qui est chiffré (coordonnées bancaires, fichiers)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep", action="store_true", help="N'ajoute pas de clé : reprend avec la première.")
        parser.add_argument("--forget", action="store_true", help="Retire ensuite les anciennes clés du fichier.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add a key in front, renew everything, say what no key opens; forget the old keys only when all is renewed."""
        path = pathlib.Path(settings.DATA_KEYS)
        try:
            if not options["keep"]:
                vault.write_keys(path, [vault.new_key(), *vault.read_keys(path)])
            progress = Progress(self.stdout)
            outcome = keys.walk(progress, renew=True)
            progress.done()
            if outcome.lost:
                raise CommandError(
                    f"Aucune clé n'ouvre : {', '.join(outcome.lost[:10])} ({len(outcome.lost)} en tout). Les anciennes "
                    "clés restent dans le fichier : retrouvez celle qui manque, puis recommencez avec --keep."
                )
            if options["forget"]:
                vault.write_keys(path, vault.read_keys(path)[:1])
        except vault.VaultError as error:
            raise CommandError(str(error)) from None
        left = len(vault.read_keys(path)) - 1
        self.stdout.write(
            f"{outcome.seen} contenus relus ({outcome.texts} textes, {outcome.files} fichiers), {outcome.renewed} "
            f"chiffrés de nouveau avec la première clé. {OLD_KEPT if left else NONE_KEPT}\n"
            f"Gardez une copie de {path}, à part des sauvegardes."
        )
