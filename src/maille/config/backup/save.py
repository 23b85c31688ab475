"""Write a backup while people go on working: one consistent view of the database, streamed."""

import contextlib
import datetime
import os
import pathlib
import zipfile
from collections.abc import Iterator

from django.conf import settings
from django.db import connection, transaction

import maille
from maille.config.backup import tables
from maille.config.backup.archive import BackupError, Manifest, Tally, check_readable, line, put_file, write_manifest
from maille.config.backup.tables import Progress
from maille.ui.text import reason


def save(path: pathlib.Path, *, now: datetime.datetime, progress: Progress) -> Manifest:
    """Write everything into `path`, readable by its owner alone; the file appears only when complete and readable."""
    part = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise BackupError(f"Impossible d'écrire {path} ({reason(error)}).") from None
    try:
        with (
            os.fdopen(descriptor, "w+b") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive,
            one_view(),
        ):
            manifest = write(archive, now, progress)
        check_readable(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextlib.contextmanager
def one_view() -> Iterator[None]:
    """See the database as it is at one instant, without stopping those who write."""
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        connection.ensure_connection()
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def write(archive: zipfile.ZipFile, now: datetime.datetime, progress: Progress) -> Manifest:
    """Every table, then every file, then the manifest that counts them."""
    migrations = tables.applied()
    if not migrations:
        raise BackupError("Cette base est vide : il n'y a rien à sauvegarder.")
    manifest = Manifest(maille.__version__, now.isoformat(), connection.vendor, migrations)
    for label, model in tables.tables(tables.models_after(migrations)).items():
        tally = Tally()
        with archive.open(f"tables/{label}.jsonl", "w", force_zip64=True) as target:
            target.write(line(each.attname for each in tables.columns(model)))
            for row in tables.rows(model, progress):
                target.write(row)
                tally.add(row)
        manifest.tables[label] = tally.as_dict()
    files, size, root = Tally(), 0, pathlib.Path(settings.MEDIA_ROOT)
    for source in sorted(each for each in root.rglob("*") if each.is_file()) if root.exists() else []:
        size += put_file(archive, source.relative_to(root).as_posix(), source, files)
    manifest.media = {**files.as_dict(), "bytes": size}
    write_manifest(archive, manifest)
    return manifest
