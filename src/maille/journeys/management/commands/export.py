"""`./maille export`: take a register out of Maille, in the form `./maille import` reads."""

import argparse
import datetime
import pathlib
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from maille.journeys.actions.register import ExportFilter, export_rows, export_titles
from maille.journeys.files import csv_lines, write_xlsx
from maille.journeys.rules.register.cells import UnreadableError, read_date
from maille.network.models import Organisation
from maille.network.rules.names import fold
from maille.network.rules.roles import Actor
from maille.ui.text import reason


def a_day(typed: str) -> datetime.date:
    """A day of the command line."""
    try:
        return read_date(typed)
    except UnreadableError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


class Command(BaseCommand):
    help = "Exporte le registre (CSV ou xlsx), une ligne par parcours."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", metavar="FICHIER", type=pathlib.Path, help="écrire dans ce fichier")
        parser.add_argument("--format", choices=("csv", "xlsx"), dest="form", help="csv, ou xlsx d'après le fichier")
        parser.add_argument("--kpa", action="append", default=[], metavar="NOM", help="un KPA (peut être répété)")
        parser.add_argument("--at", type=a_day, metavar="JOUR", help="les parcours en cours ce jour-là")
        parser.add_argument("--from", dest="start", type=a_day, metavar="JOUR", help="les parcours à partir de ce jour")
        parser.add_argument("--to", dest="end", type=a_day, metavar="JOUR", help="les parcours jusqu'à ce jour")

    def handle(self, *args: Any, **options: Any) -> None:
        output: pathlib.Path | None = options["output"]
        form = options["form"] or ("xlsx" if output and output.suffix.casefold() == ".xlsx" else "csv")
        if form == "xlsx" and output is None:
            raise CommandError("Dites dans quel fichier écrire le classeur : -o registre.xlsx")
        kpas = frozenset(kpa_named(name) for name in options["kpa"])
        chosen = ExportFilter(options["at"], options["start"], options["end"], kpas)
        rows = export_rows(Actor.command_line(timezone.localdate()), chosen)
        if output is None:
            for piece in csv_lines(export_titles(), rows):
                sys.stdout.buffer.write(piece)
            return
        try:
            with output.open("wb") as opened:
                if form == "xlsx":
                    write_xlsx(export_titles(), rows, opened)
                else:
                    opened.writelines(csv_lines(export_titles(), rows))
        except OSError as problem:
            raise CommandError(f"Impossible d'écrire {output} : {reason(problem)}.") from None


def kpa_named(name: str) -> int:
    """The KPA of that name, without case or accents."""
    kpas = {fold(known): (pk, known) for pk, known in Organisation.objects.kpas().values_list("pk", "name")}
    if fold(name) not in kpas:
        known = ", ".join(sorted(known for _, known in kpas.values())) or "aucun"
        raise CommandError(f"Aucun KPA ne s'appelle « {name} ». KPA connus : {known}.")
    return kpas[fold(name)][0]
