"""`./maille backup FILE`: everything in one file, while the site runs."""

import pathlib
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from maille.config.backup.archive import BackupError
from maille.config.backup.save import save
from maille.config.progress import Progress


class Command(BaseCommand):
    help = "Sauvegarde tout (données et fichiers) dans un seul fichier, pendant que le site tourne."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=pathlib.Path, help="Le fichier à écrire (.zip).")

    def handle(self, *args: Any, **options: Any) -> None:
        path: pathlib.Path = options["file"]
        progress = Progress(self.stdout)
        try:
            manifest = save(path, now=timezone.now(), progress=progress)
        except BackupError as error:
            raise CommandError(str(error)) from None
        progress.done()
        size = path.stat().st_size / 1_000_000
        self.stdout.write(
            f"{path} : {manifest.rows} lignes de {len(manifest.tables)} tables et {manifest.media['count']} fichiers, "
            f"{size:.1f} Mo, relu sans erreur.\n"
            "Il contient les dossiers des personnes : gardez-le chiffré et ailleurs que sur cette machine."
        )
