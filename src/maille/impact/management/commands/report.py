"""`./maille report`: the network's report, in any format (design: "The network's report")."""

import argparse
import importlib
import json
import pathlib
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from maille.impact import reporting
from maille.impact.access import AUDIENCES
from maille.impact.covers import cover_of
from maille.impact.documents import tables, text
from maille.impact.documents.cover import Cover
from maille.impact.rules.periods import Period, read_day
from maille.impact.rules.report import Report
from maille.network.rules.roles import Actor
from maille.ui.text import reason

BINARY = {"pdf", "xlsx"}
FORMATS = ("text", "json", "html", "pdf", "xlsx", "csv")


def a_day(typed: str) -> Any:
    """A day of the command line."""
    try:
        return read_day(typed)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def rendered(report: Report, cover: Cover, form: str) -> str | bytes:
    """The report in a format; those with pages are loaded when asked for, they bring Typst."""
    if form == "json":
        return json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n"
    if form == "text":
        return text.render(report) + "\n"
    if form == "csv":
        return tables.render_csv(report)
    if form == "xlsx":
        return tables.render_xlsx(report)
    pages = importlib.import_module(f"maille.impact.documents.{form}")
    document: str | bytes = pages.render(report.as_json(), cover)
    return document


class Command(BaseCommand):
    help = "Établit le bilan du réseau ou de quelques KPA sur une période."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="start", required=True, type=a_day, metavar="JOUR", help="premier jour")
        parser.add_argument("--to", dest="end", required=True, type=a_day, metavar="JOUR", help="dernier jour")
        parser.add_argument("--kpa", action="append", default=[], metavar="NOM", help="un KPA (peut être répété)")
        parser.add_argument("--audience", choices=AUDIENCES, default="team", help="à qui le bilan est destiné")
        parser.add_argument("--format", choices=FORMATS, default="text", dest="form")
        parser.add_argument("-o", "--output", metavar="FICHIER", help="écrire dans ce fichier")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.command_line(timezone.localdate())
        form, output = options["form"], options["output"]
        try:
            period = Period(options["start"], options["end"])
            kpas = reporting.kpas_named(actor, options["kpa"])
        except ValueError as problem:
            raise CommandError(str(problem)) from None
        if form in BINARY and not output and sys.stdout.isatty():
            raise CommandError(f"Un {form} ne s'affiche pas dans un terminal : ajoutez -o bilan.{form}")
        asked = reporting.Request(period, kpas, options["audience"])
        cover = cover_of(actor, asked, actor.today)
        self.deliver(rendered(reporting.build(actor, asked), cover, form), output)

    def deliver(self, document: str | bytes, output: str | None) -> None:
        """To the file asked for, or to standard output."""
        content = document.encode() if isinstance(document, str) else document
        if output:
            try:
                pathlib.Path(output).write_bytes(content)
            except OSError as problem:
                raise CommandError(f"Impossible d'écrire {output} : {reason(problem)}.") from None
            self.stderr.write(f"Bilan écrit dans {output}")
        elif isinstance(document, str):
            self.stdout.write(document, ending="")
        else:
            self.stdout.flush()
            sys.stdout.buffer.write(content)
