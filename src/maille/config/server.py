"""Start the server: granian in the place of this process, each worker answering with a few blocking threads."""

import os
import sys
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending_migrations() -> list[str]:
    """The migrations this database still lacks, as `app.name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def is_new() -> bool:
    """Whether nothing was ever put in this database."""
    return "django_migrations" not in connection.introspection.table_names()


def gather_static() -> None:
    """Put the static files under names that change with their content."""
    staticfiles = {**settings.STORAGES, "staticfiles": {"BACKEND": settings.HASHED}}
    from django.test.utils import override_settings

    with override_settings(STORAGES=staticfiles):
        call_command("collectstatic", interactive=False, verbosity=0)


def environment(threads: int) -> dict[str, str]:
    """What the workers read: hashed static files, and on PostgreSQL as many pooled connections as threads."""
    more: dict[str, str] = {"MAILLE_HASHED_STATIC": "1", "DJANGO_SETTINGS_MODULE": "maille.config.settings"}
    if connection.vendor == "postgresql":
        more.setdefault("MAILLE_DB_POOL", str(threads))
    return {**more, **os.environ}


def command(host: str, port: int, workers: int, threads: int, *options: str) -> list[str]:
    """The granian command line."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads), "--blocking-threads-idle-timeout", "600"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "15", "--log-level", "warning", *options),
        "maille.config.wsgi:application",
    ]


def start(host: str, port: int, workers: int, threads: int, **more: Any) -> NoReturn:
    """Gather the static files, let go of the database, become the server; never returns."""
    gather_static()
    connection.close()
    options = ["--access-log"] if more.get("access_log") else []
    arguments = command(host, port, workers, threads, *options)
    os.execve(arguments[0], arguments, environment(threads))
