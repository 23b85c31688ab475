"""An import on screen: a file is put in, its columns are told, it is checked, confirmed, and run.

Checking and running happen in the request for a small file, in a thread of the same process for a long one: that works
the same under `./maille demo` and `./maille serve`, with or without a worker, and an import is one transaction, so a
thread that dies with its process leaves nothing half done. The page then says so and offers to start again.
"""

import contextlib
import copy
import datetime
import logging
import pathlib
import threading
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import DatabaseError, connections, transaction

from maille.journeys.actions.register.importing import (
    ImportOptions,
    check_register,
    digest_of,
    import_register,
    may_import,
)
from maille.journeys.actions.register.lines import Outcome
from maille.journeys.actions.register.writing import record_lines
from maille.journeys.files import MAX_BYTES, RefusedFileError, open_register, progress
from maille.journeys.models import ImportBatch
from maille.journeys.rules.register import Headings
from maille.journeys.rules.register.cells import shown, text_of
from maille.journeys.rules.register.columns import LABELS, chosen_headings, match_headings
from maille.network.rules.roles import Actor

State = ImportBatch.State
INLINE_LINES = 1500
"""Up to this many lines the answer comes with the page; about a second."""
KEPT_UPLOADS = datetime.timedelta(days=7)
log = logging.getLogger(__name__)


def put_in(actor: Actor, upload: File, at: datetime.datetime) -> ImportBatch:  # type: ignore[type-arg]
    """Keep an uploaded file, out of reach of any address, until it is imported or given up.

    ValidationError on `file` when it cannot be read.
    """
    may_import(actor, ImportOptions())
    forget_abandoned(at)
    if upload.size >= MAX_BYTES:
        size = upload.size // 1_000_000
        raise ValidationError({"file": f"Ce fichier pèse {size} Mo : la limite est de {MAX_BYTES // 1_000_000} Mo."})
    batch = ImportBatch(
        file_name=pathlib.PurePath(upload.name or "registre").name[-255:],
        by_id=actor.user_id,
        organisation_id=actor.organisation_id,
        created_at=at,
    )
    batch.stored.save(uuid.uuid4().hex, upload, save=False)
    path = pathlib.Path(batch.stored.path)
    path.chmod(0o600)
    try:
        register = open_register(path)
    except RefusedFileError as problem:
        path.unlink(missing_ok=True)
        raise ValidationError({"file": str(problem)}) from None
    headings = match_headings(register.titles)
    batch.sha256, batch.headings, batch.notes = digest_of(path), list(register.titles), list(register.notes)
    batch.mapping = {str(position): column.value for column, position in headings.places.items()}
    try:
        batch.save()
    except DatabaseError:
        path.unlink(missing_ok=True)
        raise
    return batch


def samples_of(batch: ImportBatch, lines: int = 3) -> list[list[str]]:
    """For each column, what its first filled lines hold."""
    rows: list[list[str]] = []
    for _, cells in open_register(pathlib.Path(batch.stored.path)).rows():
        if cells:
            rows.append([shown(text_of(cell)) for cell in cells])
        if len(rows) == lines:
            break
    return [[row[place] for row in rows if place < len(row) and row[place]] for place in range(len(batch.headings))]


def tell_columns(actor: Actor, batch: ImportBatch, mapping: Mapping[int, str], *, create_kpa: bool) -> None:
    """Confirm what each column is, then check the whole file. ValidationError when a required column is missing."""
    headings = chosen_headings(batch.headings, mapping)
    may_import(actor, ImportOptions(create_kpa=create_kpa))
    if headings.missing:
        wanted = ", ".join(f"« {LABELS[column]} »" for column in headings.missing)
        raise ValidationError(f"Dites quelle colonne contient {wanted}.")
    batch.mapping = {str(position): column.value for column, position in headings.places.items()}
    batch.create_kpa = create_kpa
    if claim(batch, {State.UPLOADED, State.CHECKED}, State.CHECKING, ["mapping", "create_kpa"]):
        work(actor, batch, check, back_to=State.UPLOADED)


def confirm(actor: Actor, batch: ImportBatch, at: datetime.datetime, *, keep_valid: bool) -> None:
    """Import the checked file. Pressed twice, it runs once."""
    batch.keep_valid = keep_valid
    if claim(batch, {State.CHECKED}, State.RUNNING, ["keep_valid"]):
        work(actor, batch, partial(run, at=at), back_to=State.CHECKED)


def give_up(batch: ImportBatch) -> None:
    """Forget a file that was not imported."""
    with transaction.atomic():
        waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=[State.UPLOADED, State.CHECKED])
        if not waiting.select_for_update().exists():
            return
        batch.delete()
    forget_upload(batch)


def start_again(batch: ImportBatch) -> bool:
    """After its process died, give the file back to the step before. False while something still runs."""
    if batch.state not in {State.CHECKING, State.RUNNING}:
        return False
    if batch.stored and progress.how_far(pathlib.Path(batch.stored.path)):
        return False
    before = State.UPLOADED if batch.state == State.CHECKING else State.CHECKED
    batch.message = "Le travail s'est interrompu. Rien n'est perdu ni importé à moitié : recommencez."
    return claim(batch, {State(batch.state)}, before, ["message"])


def claim(batch: ImportBatch, among: set[Any], to: Any, fields: list[str]) -> bool:
    """Pass to a state, once, whoever else tries at the same time."""
    values = {name: getattr(batch, name) for name in fields}
    won = ImportBatch.objects.filter(pk=batch.pk, state__in=among).update(state=to, **values)
    batch.refresh_from_db()
    return bool(won)


def work(actor: Actor, batch: ImportBatch, job: Callable[[Actor, ImportBatch], None], back_to: Any) -> None:
    """Do the job now when the file is short, else in a thread."""
    path = pathlib.Path(batch.stored.path)
    progress.tell(path, "Mise en route", 0, 0)
    free = copy.copy(actor)  # the actor itself, out of the lazy one of the request
    if open_register(path).expected <= INLINE_LINES:
        guarded(free, batch, job, back_to)
        return

    def in_thread() -> None:
        try:
            guarded(free, batch, job, back_to)
        finally:
            connections.close_all()

    threading.Thread(target=in_thread, name=f"import-{batch.pk}", daemon=True).start()


def guarded(actor: Actor, batch: ImportBatch, job: Callable[[Actor, ImportBatch], None], back_to: Any) -> None:
    """Whatever happens, the batch ends in a state its page can tell."""
    path = pathlib.Path(batch.stored.path)
    try:
        job(actor, batch)
    except ValidationError as problem:  # the file is good, the moment is not
        fail(batch, back_to, problem.messages[0])
    except (RefusedFileError, PermissionDenied) as problem:
        fail(batch, State.REFUSED, str(problem) or "Vous ne pouvez pas importer ce fichier.")
    except Exception:
        log.exception("import %s", batch.pk)
        fail(batch, back_to, "Une erreur inattendue a tout arrêté. Rien n'est importé : recommencez, ou prévenez-nous.")
    finally:
        progress.forget(path)


def fail(batch: ImportBatch, state: Any, message: str) -> None:
    """Say why it stopped."""
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, message=message)
    batch.refresh_from_db()


def headings_of(batch: ImportBatch) -> Headings:
    """The columns as confirmed."""
    return chosen_headings(batch.headings, {int(place): name for place, name in batch.mapping.items()})


def check(actor: Actor, batch: ImportBatch) -> None:
    """Say what importing would do, line by line."""
    path = pathlib.Path(batch.stored.path)
    options = ImportOptions(keep_valid=True, create_kpa=batch.create_kpa)
    result = check_register(actor, path, options, headings_of(batch), lambda *news: progress.tell(path, *news))
    with transaction.atomic():
        batch.lines.all().delete()
        record_lines(batch, result.reported, result.refused_cells)
        for outcome in Outcome:
            setattr(batch, outcome.value, result.count(outcome))
        batch.warned, batch.state, batch.message = result.warned, State.CHECKED, ""
        batch.save()


def run(actor: Actor, batch: ImportBatch, at: datetime.datetime) -> None:
    """Import for good; if lines became refused since the check, the page shows them and asks again."""
    path = pathlib.Path(batch.stored.path)
    options = ImportOptions(batch.keep_valid, batch.create_kpa)
    result = import_register(
        actor,
        path,
        batch.file_name,
        at,
        options,
        headings_of(batch),
        batch,
        lambda *news: progress.tell(path, *news),
    )
    if not result.written:
        check(actor, batch)
        ImportBatch.objects.filter(pk=batch.pk).update(
            message="Des lignes sont devenues impossibles depuis la vérification : regardez-les, puis confirmez."
        )
        return
    forget_upload(batch)


def forget_upload(batch: ImportBatch) -> None:
    """The file has served; what it said is in Maille or was given up."""
    if not batch.stored:
        return
    progress.forget(pathlib.Path(batch.stored.path))
    with contextlib.suppress(OSError):
        batch.stored.delete(save=False)
    ImportBatch.objects.filter(pk=batch.pk).update(stored="")


def forget_abandoned(at: datetime.datetime) -> None:
    """Files put in a week ago and never confirmed hold names for nothing."""
    old = ImportBatch.objects.filter(
        state__in=[State.UPLOADED, State.CHECKED, State.REFUSED], created_at__lt=at - KEPT_UPLOADS
    ).exclude(stored="")
    for batch in old:
        forget_upload(batch)
        batch.delete()
