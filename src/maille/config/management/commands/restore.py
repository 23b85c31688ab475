"""`./maille restore FILE`: put a backup back, and prove it."""

import pathlib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

import maille
from maille.config import keys
from maille.config.backup.archive import BackupError
from maille.config.backup.restore import restore
from maille.config.progress import Progress


class Command(BaseCommand):
    help = "Remet une sauvegarde en place, sur SQLite comme sur PostgreSQL, et vérifie chaque table."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=pathlib.Path, help="La sauvegarde à remettre en place.")
        parser.add_argument("--replace", action="store_true", help="Remplace les données de cette base, si elle en a.")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(self.stdout)
        try:
            manifest = restore(options["file"], replace=options["replace"], progress=progress)
        except BackupError as error:
            raise CommandError(str(error)) from None
        closed = keys.walk(progress, renew=False).lost
        progress.done()
        upgraded = (
            "" if manifest.maille == maille.__version__ else f" Données amenées à la version {maille.__version__}."
        )
        files = manifest.media["count"]
        self.stdout.write(
            f"Sauvegarde du {manifest.made_at[:10]} (Maille {manifest.maille}) remise en place : "
            f"{manifest.rows} lignes, {len(manifest.tables)} tables, {files} fichiers ; "
            f"comptes et sommes de contrôle identiques.{upgraded}\n"
            "Chacun se reconnecte.\n"
            "Lancez ./maille retention : des personnes anonymisées depuis cette sauvegarde y ont encore leur nom. "
            "Effacez aussi, de nouveau, les fiches effacées depuis à la demande des personnes."
        )
        if closed:
            self.stdout.write(
                f"{len(closed)} contenus chiffrés (coordonnées bancaires, fichiers) ne s'ouvrent pas : ajoutez à "
                f"{settings.DATA_KEYS} les clés de l'installation d'où vient la sauvegarde."
            )
