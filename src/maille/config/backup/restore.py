"""Put a backup back: into a fresh schema, proved equal to the file before anything old is let go."""

import contextlib
import pathlib
import shutil
import zipfile
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from maille.config.backup import tables
from maille.config.backup.archive import BackupError, Manifest, Tally, lines_of, open_archive, take_file
from maille.config.backup.tables import Progress
from maille.config.migrating import sparing_when_new


def holds_something() -> bool:
    """Whether somebody's work is in this database: a user or an organisation."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in {"identity_user", "network_organisation"} & existing:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - fixed names
            if cursor.fetchone():
                return True
    return False


def restore(path: pathlib.Path, *, replace: bool, progress: Progress) -> Manifest:
    """Restore `path` here, then bring it to this version; refuse a database in use unless `replace`.

    Raises BackupError, leaving the database as it was, when the file is damaged, comes from a later version, or does
    not come out of the database exactly as it went in.
    """
    archive, manifest = open_archive(path)
    if holds_something() and not replace:
        raise BackupError(
            "Cette base contient déjà des données. Sauvegardez-la (./maille backup), "
            "puis recommencez avec --replace pour les remplacer."
        )
    media = settings.MEDIA_ROOT.with_name("media-restored")
    shutil.rmtree(media, ignore_errors=True)
    with archive, fresh_database():
        to_version(manifest)
        fill(archive, manifest, progress)
        restore_media(archive, manifest, media)
        call_command("migrate", verbosity=0, interactive=False)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    if media.exists():
        media.rename(settings.MEDIA_ROOT)
    return manifest


@contextlib.contextmanager
def fresh_database() -> Iterator[None]:
    """An empty database, put in the place of the old one only when everything inside went well."""
    if connection.vendor == "sqlite":
        yield from new_file()
    else:
        with transaction.atomic():
            drop_everything()
            yield


def new_file() -> Iterator[None]:
    """SQLite: work in a new file, then give it the old one's name."""
    old = pathlib.Path(str(connection.settings_dict["NAME"]))
    new = old.with_name(f"{old.name}.restored")
    remove_sqlite(new)
    connection.close()
    connection.settings_dict["NAME"] = str(new)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        remove_sqlite(old)
        new.replace(old)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(old)
        remove_sqlite(new)


def remove_sqlite(path: pathlib.Path) -> None:
    """Remove a database file and its journals."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def drop_everything() -> None:
    """PostgreSQL: drop Maille's tables and trigger functions, in the transaction that puts the new ones in place."""
    migrations = [each for each in tables.applied() if tuple(each) in MigrationExecutor(connection).loader.graph.nodes]
    past = tables.models_after(migrations).get_models(include_auto_created=True) if migrations else []
    names = {model._meta.db_table for model in past} | {MigrationRecorder.Migration._meta.db_table}
    with connection.cursor() as cursor:
        for table in sorted(names & set(connection.introspection.table_names(cursor))):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace "
            "AND p.prorettype = 'trigger'::regtype AND pg_get_userbyid(p.proowner) = current_user "
            "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")


def to_version(manifest: Manifest) -> None:
    """Make the tables as they were in the version the backup comes from."""
    tables.models_after(manifest.migrations)  # refuses a later version
    with sparing_when_new():
        MigrationExecutor(connection).migrate(tables.targets(manifest.migrations))


def fill(archive: zipfile.ZipFile, manifest: Manifest, progress: Progress) -> None:
    """Load every table, then read it all again and compare with the manifest."""
    found = tables.tables(tables.models_after(manifest.migrations))
    if missing := set(manifest.tables) ^ set(found):
        raise BackupError(f"La sauvegarde et ses migrations ne s'accordent pas ({', '.join(sorted(missing)[:3])}).")
    with transaction.atomic():
        constraints("DEFERRED")  # migrations left some immediate; rows come in no particular order
        for label, model in found.items():
            if model._base_manager.exists():  # what a migration wrote; append-only tables refuse even an empty DELETE
                model._base_manager.all()._raw_delete(connection.alias)
            tables.load(model, lines_of(archive, label), progress)
        tables.follow_sequences(list(found.values()))
    connection.check_constraints()
    constraints("IMMEDIATE")  # later migrations may alter these tables
    for label, model in found.items():
        compare(label, manifest.tables[label], tables.tally_of(model, lambda *_: None))


def constraints(when: str) -> None:
    """PostgreSQL: check foreign keys at the end of the transaction ("DEFERRED") or at once ("IMMEDIATE")."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")


def compare(what: str, expected: dict[str, object], found: Tally) -> None:
    """Refuse a restored table which is not what the backup says."""
    actual = found.as_dict()
    if actual["count"] != expected["count"]:
        raise BackupError(
            f"{what} : {actual['count']} lignes restaurées au lieu de {expected['count']}. Rien n'a changé."
        )
    if actual["checksum"] != expected["checksum"]:
        raise BackupError(f"{what} : le contenu restauré diffère de la sauvegarde. Rien n'a changé.")


def restore_media(archive: zipfile.ZipFile, manifest: Manifest, folder: pathlib.Path) -> None:
    """Write the files people sent into `folder`, and compare them with the manifest."""
    tally = Tally()
    for entry in archive.namelist():
        if entry.startswith("media/"):
            take_file(archive, entry, folder, tally)
    compare("fichiers", manifest.media, tally)
