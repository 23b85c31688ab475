"""Rows out of a database and into one, through the models as the database's own migrations describe them.

The models of the code may be ahead of the database (a backup taken just before an upgrade) or of the file (an old
backup restored on a new version); the migrations know every version in between.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from maille.config.backup.archive import BackupError, Tally, line
from maille.identity.fields import EncryptedTextField

CHUNK = 2000
LEFT_OUT = {"sessions.session", "usersessions.usersession"}
"""Signed with the installation's secret, useless elsewhere: people sign in again."""
Model = type[models.Model]
Progress = Callable[[str, int], None]


def applied() -> list[list[str]]:
    """The migrations this database has been through, sorted."""
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def models_after(migrations: list[list[str]]) -> Apps:
    """The models as they were when exactly these migrations had run."""
    loader = MigrationExecutor(connection).loader
    wanted = {(app, name) for app, name in migrations}
    if unknown := wanted - set(loader.graph.nodes):
        names = ", ".join(sorted(".".join(each) for each in unknown)[:3])
        raise BackupError(f"Elle vient d'une version plus récente de Maille ({names}) : installez-la d'abord.")
    return loader.project_state(targets(migrations)).apps


def targets(migrations: list[list[str]]) -> list[tuple[str, str]]:
    """The last migrations of each app: those no other of the set follows."""
    graph = MigrationExecutor(connection).loader.graph
    wanted = {(app, name) for app, name in migrations}
    followed = {parent.key for key in wanted for parent in graph.node_map[key].parents if parent.key[0] == key[0]}
    return sorted(wanted - followed)


def tables(apps: Apps) -> dict[str, Model]:
    """Every stored model, join tables included, by label; sessions left out."""
    found = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}
    return {
        label: model
        for label, model in sorted(found.items())
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped and label not in LEFT_OUT
    }


def columns(model: Model) -> list[models.Field[Any, Any]]:
    """The fields written by hand: what the database computes by itself is computed again."""
    return [each for each in model._meta.local_concrete_fields if not each.generated]


def rows(model: Model, progress: Progress) -> Iterator[bytes]:
    """Every row as one canonical line, streamed."""
    fields = columns(model)
    queryset = model._base_manager.order_by().values_list(*(as_stored(each) for each in fields))
    for number, values in enumerate(queryset.iterator(chunk_size=CHUNK), 1):
        yield line(values)
        if number % CHUNK == 0:
            progress(model._meta.label_lower, number)


def as_stored(field: models.Field[Any, Any]) -> Any:
    """What to read for this field: what is encrypted stays so, its keys are elsewhere."""
    if isinstance(field, EncryptedTextField):
        return models.ExpressionWrapper(models.F(field.attname), output_field=models.TextField())
    return field.attname


def tally_of(model: Model, progress: Progress) -> Tally:
    """Count the rows of a table as it stands, and sum their digests."""
    tally = Tally()
    for each in rows(model, progress):
        tally.add(each)
    return tally


def load(model: Model, lines: Iterator[list[Any]], progress: Progress) -> None:
    """Insert rows as they were: no signal, no default, no automatic date."""
    named = {each.attname: each for each in columns(model)}
    try:
        fields = [named[attname] for attname in next(lines)]
    except (KeyError, StopIteration) as error:
        raise BackupError(
            f"La sauvegarde et ses migrations ne s'accordent pas ({model._meta.label} {error})."
        ) from None
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(each.column)) for each in fields)
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 - quoted names
    done = 0
    with connection.cursor() as cursor:
        while batch := list(islice(lines, CHUNK)):
            cursor.executemany(
                insert, [[stored(f, v) for f, v in zip(fields, values, strict=True)] for values in batch]
            )
            done += len(batch)
            progress(model._meta.label_lower, done)


def stored(field: models.Field[Any, Any], value: Any) -> Any:
    """A value of the file as this database stores it."""
    if value is None:
        return None
    if isinstance(field, EncryptedTextField):
        return value
    if isinstance(field, models.BinaryField):
        value = bytes.fromhex(value)
    elif isinstance(field, models.DurationField):
        return field.get_db_prep_save(field.to_python(f"0 {value / 1_000_000:.6f}"), connection)
    elif not isinstance(field, models.JSONField | models.ForeignKey):
        value = field.to_python(value)
    return field.get_db_prep_save(value, connection)


def follow_sequences(found: list[Model]) -> None:
    """Make automatic numbers go on after the highest restored one."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(statement)
