"""What tests of registers share: files, the messy one and what must become of it, and the state of the database."""

import csv
import datetime
import pathlib

from maille.journeys.actions.register import ImportOptions, ImportResult, export_rows, export_titles, import_register
from maille.journeys.actions.register.exporting import ExportFilter
from maille.journeys.files import csv_lines
from maille.journeys.models import Journey, Person
from maille.network.rules.roles import Actor

DATA = pathlib.Path(__file__).with_name("data")
MESSY = DATA / "messy-register.csv"
NOW = datetime.datetime(2026, 6, 15, 10, 0, tzinfo=datetime.UTC)
OPERATOR = Actor.command_line(datetime.date(2026, 6, 15))
ALL = ImportOptions(keep_valid=True, create_kpa=True)
COLUMNS = export_titles()


def expected() -> dict[int, tuple[str, str]]:
    """Line → (outcome, columns), as the network wrote it."""
    with (DATA / "messy-register.expected.csv").open(encoding="utf-8", newline="") as opened:
        return {int(row["line"]): (row["outcome"], row["column"]) for row in csv.DictReader(opened, delimiter=";")}


def write(path: pathlib.Path, *rows: dict[str, object]) -> pathlib.Path:
    """A register of these rows, columns missing from all of them left out."""
    titles = [column for column in COLUMNS if any(column in row for row in rows)]
    titles += sorted({title for row in rows for title in row} - set(titles))
    path.write_bytes(b"".join(csv_lines(titles, ([row.get(title) for title in titles] for row in rows))))
    return path


def amina(**more: object) -> dict[str, object]:
    """A good row, of somebody who is not in the cast."""
    row = {"kpa": "La Cape", "nom": "Haddad", "prenom": "Amina", "date_naissance": "03/03/1990", "entree": "01/02/2024"}
    return {**row, **more}


def put(path: pathlib.Path, actor: Actor = OPERATOR, options: ImportOptions = ALL, **more: object) -> ImportResult:
    """Import it, by default as whoever holds the machine."""
    return import_register(actor, path, path.name, NOW, options, **more)  # type: ignore[arg-type]


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    """(created, updated, unchanged, refused)."""
    return result.created, result.updated, result.unchanged, result.refused


def problems(result: ImportResult, line: int = 2) -> list[tuple[str, str, str]]:
    """(column, level, message) of one line."""
    return [
        (p.column, p.level.value, p.message)
        for found in result.plan.lines
        if found.number == line
        for p in found.problems
    ]


def register() -> bytes:
    """The whole register as exported."""
    return b"".join(csv_lines(export_titles(), export_rows(OPERATOR, ExportFilter())))


def state() -> list[object]:
    """Every fact of people and journeys; versions only go on, so they are left out."""
    people = [field.attname for field in Person._meta.concrete_fields if field.name != "version"]
    journeys = [field.attname for field in Journey._meta.concrete_fields if field.name != "version"]
    return [
        *Person.objects.order_by("id").values_list(*people),
        *Journey.objects.order_by("id").values_list(*journeys),
    ]
