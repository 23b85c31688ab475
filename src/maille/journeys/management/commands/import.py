"""`./maille import`: put a register into Maille (design: "The register file")."""

import pathlib
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from maille.journeys.actions.register import ImportOptions, ImportResult, check_register, import_register
from maille.journeys.files import RefusedFileError
from maille.journeys.files.correction import correction_csv
from maille.journeys.rules.register.problems import Level
from maille.network.rules.roles import Actor
from maille.ui.text import reason


class Command(BaseCommand):
    help = "Importe un registre (CSV ou xlsx) : personnes et parcours. Sans --keep-valid, tout ou rien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="REGISTRE", type=pathlib.Path, help="le fichier, .csv ou .xlsx")
        parser.add_argument("--dry-run", action="store_true", help="tout vérifier sans rien écrire")
        parser.add_argument("--keep-valid", action="store_true", help="importer les bonnes lignes malgré les refusées")
        parser.add_argument("--create-kpa", action="store_true", help="créer les KPA qui ne sont pas encore connus")
        parser.add_argument("--refused", metavar="FICHIER", type=pathlib.Path, help="y écrire les lignes à corriger")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.command_line(timezone.localdate())
        chosen = ImportOptions(options["keep_valid"], options["create_kpa"])
        path: pathlib.Path = options["file"]
        try:
            if options["dry_run"]:
                result = check_register(actor, path, chosen, progress=self.progress)
            else:
                result = import_register(actor, path, path.name, timezone.now(), chosen, progress=self.progress)
        except OSError as problem:
            raise CommandError(f"{path} : ce fichier ne peut pas être ouvert ({reason(problem)}).") from None
        except (RefusedFileError, ValidationError) as problem:
            said = problem.messages[0] if isinstance(problem, ValidationError) else str(problem)
            raise CommandError(f"{path} : {said}") from None
        finally:
            self.end_of_progress()
        self.tell(result, dry_run=options["dry_run"])
        if options["refused"] and result.refused:
            self.write_refused(result, options["refused"])
        if result.refused:
            sys.exit(1)

    def progress(self, doing: str, done: int, total: int) -> None:
        """One line that rewrites itself on a terminal; every change of task elsewhere."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{doing} : {done} / {total}   ", ending="")
        elif done >= total:
            self.stderr.write(f"{doing} : {done} / {total}")

    def end_of_progress(self) -> None:
        """Leave the progress line."""
        if self.stderr.isatty():
            self.stderr.write("")

    def tell(self, result: ImportResult, *, dry_run: bool) -> None:
        """Every refused line with its columns and reasons, every warning, then the counts."""
        for note in result.register.notes:
            self.stdout.write(f"À savoir : {note}")
        beyond = (title for line in result.plan.lines for title in line.extra)
        if unknown := list(dict.fromkeys([*result.headings.unknown.values(), *beyond])):
            self.stdout.write(f"Colonnes inconnues, mises de côté : {', '.join(unknown)}")
        for line in result.reported:
            for problem in line.problems:
                level = "refusée" if problem.level is Level.ERROR else "à vérifier"
                self.stdout.write(f"Ligne {line.number}, {problem.column} ({level}) : {problem.message}")
        for name, number in (
            ("Créées", result.created),
            ("Mises à jour", result.updated),
            ("Inchangées", result.unchanged),
            ("Refusées", result.refused),
        ):
            self.stdout.write(f"{name} : {number}")
        if dry_run:
            self.stdout.write("Essai : rien n'est écrit.")
        elif not result.written:
            self.stdout.write(
                "Rien n'est importé : des lignes sont refusées. Corrigez-les, "
                "ou ajoutez --keep-valid pour importer les autres."
            )

    def write_refused(self, result: ImportResult, path: pathlib.Path) -> None:
        """The correction file."""
        refused = (
            (
                line.number,
                result.refused_cells.get(line.number, []),
                [(problem.column, problem.message) for problem in line.problems if problem.level is Level.ERROR],
            )
            for line in result.plan.lines
            if line.refused
        )
        try:
            with path.open("wb") as opened:
                opened.writelines(correction_csv(result.headings.titles, refused))
        except OSError as problem:
            raise CommandError(f"Impossible d'écrire {path} : {reason(problem)}.") from None
        self.stdout.write(f"Lignes à corriger : {path}")
