"""Put a register into Maille: check it without writing, or import it in one transaction."""

import datetime
import hashlib
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction

from maille.identity.busy import is_busy
from maille.journeys.actions.register.kpas import may_create_kpas
from maille.journeys.actions.register.lines import Line, Outcome, Plan, Progress, read_lines
from maille.journeys.actions.register.planning import plan_register
from maille.journeys.actions.register.writing import write_plan
from maille.journeys.files import RegisterFile, open_register
from maille.journeys.models import ImportBatch
from maille.journeys.rules.register import Headings, match_headings
from maille.journeys.rules.register.cells import text_of
from maille.network.rules.roles import Actor

ATTEMPTS = 3
LOCK = 0x6D61696C
"""PostgreSQL's advisory lock of imports: one at a time. SQLite has one writer anyway."""


@dataclass(frozen=True)
class ImportOptions:
    """`keep_valid`: import the good lines although others are refused. `create_kpa`: create the KPAs not yet known."""

    keep_valid: bool = False
    create_kpa: bool = False


@dataclass
class ImportResult:
    """What a file does or did, line by line where there is something to say."""

    register: RegisterFile
    headings: Headings
    plan: Plan
    written: bool = False
    batch: ImportBatch | None = None
    refused_cells: dict[int, list[str]] = field(default_factory=dict)
    """Line → its cells as they were, for the correction file."""

    def count(self, outcome: Outcome) -> int:
        """How many lines have this outcome."""
        return self.plan.count(outcome)

    @property
    def created(self) -> int:
        """Journeys created."""
        return self.count(Outcome.CREATED)

    @property
    def updated(self) -> int:
        """Journeys or people completed or changed."""
        return self.count(Outcome.UPDATED)

    @property
    def unchanged(self) -> int:
        """Lines that say what was already known."""
        return self.count(Outcome.UNCHANGED)

    @property
    def refused(self) -> int:
        """Lines that cannot be imported."""
        return self.count(Outcome.REFUSED)

    @property
    def warned(self) -> int:
        """Lines imported with something to check."""
        return sum(line.warned for line in self.plan.lines)

    @property
    def reported(self) -> Iterator[Line]:
        """Lines with something to say, in the order of the file."""
        return (line for line in self.plan.lines if line.problems)


def silent(doing: str, done: int, total: int) -> None:
    """Nobody watches."""


def check_register(
    actor: Actor,
    path: pathlib.Path,
    options: ImportOptions,
    headings: Headings | None = None,
    progress: Progress = silent,
) -> ImportResult:
    """What importing this file would do now; nothing is written.

    `headings`: what each column is, as a person confirmed it; guessed when None. RefusedFileError when the file cannot
    be read, PermissionDenied when the actor may not import or not with these options.
    """
    may_import(actor, options)
    register, headings, lines = read(actor, path, headings, progress)
    plan = plan_register(actor, lines, create_kpa=options.create_kpa, progress=progress)
    return finished(ImportResult(register, headings, plan))


def import_register(
    actor: Actor,
    path: pathlib.Path,
    file_name: str,
    at: datetime.datetime,
    options: ImportOptions,
    headings: Headings | None = None,
    batch: ImportBatch | None = None,
    progress: Progress = silent,
) -> ImportResult:
    """Import the file in one transaction: all of it, or its good lines with `keep_valid`, or nothing.

    `batch`: the one a screen opened when the file was put in; otherwise one is made. Two imports never run at once on
    one database, so the same file imported twice at the same moment is imported once. Raises as `check_register`, and
    ValidationError when people keep typing the same facts meanwhile, or when another import keeps SQLite's only pen.
    """
    may_import(actor, options)
    digest = digest_of(path)
    register, headings, lines = read(actor, path, headings, progress)
    given = batch
    for attempt in range(ATTEMPTS):
        batch = given
        try:
            with transaction.atomic():
                one_import_at_a_time()
                plan = plan_register(actor, lines, create_kpa=options.create_kpa, progress=progress)
                result = finished(ImportResult(register, headings, plan))
                if result.refused and not options.keep_valid:
                    return result
                batch = batch or ImportBatch(file_name=file_name[-255:], by_id=actor.user_id, created_at=at)
                batch.sha256, batch.headings, batch.notes = digest, list(headings.titles), list(register.notes)
                batch.mapping = {str(position): column.value for column, position in headings.places.items()}
                batch.keep_valid, batch.create_kpa = options.keep_valid, options.create_kpa
                write_plan(actor, plan, batch, at, result.refused_cells, progress)
                result.batch, result.written = batch, True
                return result
        except OperationalError as problem:
            if not is_busy(problem):
                raise
            if attempt == ATTEMPTS - 1:
                raise ValidationError(
                    "Un autre import est en cours. Rien de celui-ci n'est importé : recommencez dans quelques minutes."
                ) from None
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise ValidationError(
                    "Quelqu'un saisit en ce moment les mêmes fiches. Rien n'est importé : recommencez dans un instant."
                ) from None
            _, _, lines = read(actor, path, headings, progress)
    raise AssertionError("unreachable")


def may_import(actor: Actor, options: ImportOptions) -> None:
    """I import into the KPAs where I may write; I create KPAs when I coordinate a network."""
    if (options.create_kpa or not actor.writes) and not may_create_kpas(actor):
        raise PermissionDenied


def read(
    actor: Actor, path: pathlib.Path, headings: Headings | None, progress: Progress
) -> tuple[RegisterFile, Headings, list[Line]]:
    """Open the file and read its lines."""
    register = open_register(path)
    headings = headings or match_headings(register.titles)
    return register, headings, read_lines(register, headings, actor.today, progress)


def finished(result: ImportResult) -> ImportResult:
    """Fetch the cells of refused lines, by reading the file once more only if there are some."""
    refused = {line.number for line in result.plan.lines if line.outcome is Outcome.REFUSED}
    if refused:
        result.refused_cells = {
            number: [text_of(cell) for cell in cells] for number, cells in result.register.rows() if number in refused
        }
    return result


def one_import_at_a_time() -> None:
    """Wait for another import to finish; released at the end of the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def digest_of(path: pathlib.Path) -> str:
    """What tells that two files are the same."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
