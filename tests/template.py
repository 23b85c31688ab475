"""The empty SQLite database of tests, made by the migrations once and copied afterwards: a run starts in a second.

The copy is kept in the machine's temporary folder under a name made of everything it comes from: the migrations, what
runs after them, and the libraries. Another word anywhere there makes another copy.
"""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import django.core.management
from django.db import connection

ROOT = pathlib.Path(__file__).resolve().parent.parent
MADE_FROM = (
    "src/maille/*/migrations/*.py",
    "src/maille/*/apps.py",
    "src/maille/*/data/*",
    "src/maille/config/migrating.py",
    "src/maille/identity/append_only.py",
    "src/maille/journeys/models/triggers.py",
    "src/maille/journeys/models/skills.py",
    "src/maille/journeys/rules/skills.py",
    "src/maille/journeys/rules/terms.py",
    "requirements*.txt",
)
"""What the migrations, and the signals after them, read."""


def fingerprint() -> str:
    """Of all the code a new database depends on."""
    found = hashlib.sha256()
    for path in sorted(path for pattern in MADE_FROM for path in ROOT.glob(pattern)):
        if path.is_file():
            found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


@contextlib.contextmanager
def migrations_copied() -> Iterator[None]:
    """Within, `migrate` copies the database another run made from the same code, or makes it for the next ones."""
    if connection.vendor != "sqlite":
        yield
        return
    call: Callable[..., Any] = django.core.management.call_command
    kept = pathlib.Path(tempfile.gettempdir()) / f"maille-empty-{os.getuid()}-{fingerprint()}.sqlite3"

    def copy_instead(name: str, *args: Any, **more: Any) -> Any:
        if name != "migrate":
            return call(name, *args, **more)
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                call(name, *args, **more)
                write(kept)
                return None
        read(kept)
        return None

    django.core.management.call_command = copy_instead
    try:
        yield
    finally:
        django.core.management.call_command = call


def write(kept: pathlib.Path) -> None:
    """Keep the database just made; those of older code go."""
    for old in kept.parent.glob(f"maille-empty-{os.getuid()}-*"):
        if old.stem != kept.stem and old.stat().st_mtime < kept.with_suffix(".lock").stat().st_mtime - 86_400:
            old.unlink(missing_ok=True)
    being_made = kept.with_suffix(".new")
    with contextlib.closing(sqlite3.connect(being_made)) as target:
        connection.connection.backup(target)
    being_made.replace(kept)


def read(kept: pathlib.Path) -> None:
    """Fill this run's database from the one kept."""
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)
