"""A new database, made sparingly (maille.config.migrating), is the one Django alone makes; an old one is Django's."""

import os
import pathlib
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.state import ProjectState

from maille.config.management.commands.migrate import Command
from maille.config.migrating import sparing, sparing_when_new
from tests import postgres

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAKE = """
import sys, django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command() if sys.argv[1] == "plain" else "migrate", verbosity=0)
"""
MOMENTS = "django_migrations"
"""The one table that says when it was made."""


@pytest.fixture
def make(db: None, tmp_path: pathlib.Path) -> Iterator[Callable[[str], list[str]]]:
    """Make a new database in a way, on the engine under test; give all it holds, a line each."""
    made: list[str] = []

    def of_that_way(way: str) -> list[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "MAILLE_VAR": str(tmp_path / way)}
        environment["DJANGO_SETTINGS_MODULE"] = "maille.config.settings"
        environment.pop("DATABASE_URL", None)
        if connection.vendor == "postgresql":
            made.append(f"maille_{uuid.uuid4().hex[:12]}")
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {made[-1]}")
            environment["DATABASE_URL"] = os.environ["DATABASE_URL"].replace("/postgres?", f"/{made[-1]}?")
        subprocess.run([sys.executable, "-c", MAKE, way], env=environment, check=True, cwd=tmp_path)
        return everything_in(tmp_path / way / "maille.sqlite3") if "DATABASE_URL" not in environment else dump(made[-1])

    yield of_that_way
    for name in made:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def everything_in(file: pathlib.Path) -> list[str]:
    """Tables, indexes, triggers and rows of a SQLite database."""
    with closing(sqlite3.connect(file)) as opened:
        return [line for line in opened.iterdump() if not line.startswith(f'INSERT INTO "{MOMENTS}"')]


def dump(name: str) -> list[str]:
    """Tables, constraints, functions, triggers and rows of a PostgreSQL database."""
    where = postgres.programs()
    assert where is not None
    asked: dict[str, Any] = connection.settings_dict
    place = ["--host", asked["HOST"] or asked["OPTIONS"]["host"], "--username", asked["USER"]]
    command = [where / "pg_dump", *place, "--inserts", f"--exclude-table-data={MOMENTS}", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if not line.startswith("\\")]


def test_it_is_the_one_django_alone_makes(make: Callable[[str], list[str]]) -> None:
    plain, ours = make("plain"), make("ours")
    assert len(plain) > 500
    assert ours == plain


def test_a_database_with_a_past_is_djangos_affair(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(sparing_when_new(), nullcontext)
    seen: list[Any] = []
    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", lambda *_, **__: seen.append(drawn()))
    Command().handle(database="default")
    assert seen == [WHOLE]


def test_sparing_ends_with_its_block_whatever_happens() -> None:
    with pytest.raises(ZeroDivisionError), sparing():
        assert drawn() is not WHOLE
        raise ZeroDivisionError
    assert drawn() is WHOLE


def drawn() -> Any:
    """What says which models are drawn again."""
    return ProjectState._find_reload_model  # type: ignore[attr-defined] # Django's own, which has no public door


WHOLE = drawn()
