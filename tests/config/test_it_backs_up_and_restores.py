"""One file holds everything; it comes back equal, on either database, and nothing is lost when it does not."""

import datetime
import json
import os
import pathlib
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.utils import timezone

from maille.config.backup import tables
from maille.config.backup.archive import BackupError, Tally, line, open_archive, take_file
from maille.config.backup.save import save
from tests.cast import Cast
from tests.patience import PATIENCE

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOW = datetime.datetime(2026, 6, 15, 8, 30, tzinfo=datetime.UTC)


def quiet(what: str, count: int) -> None:
    """No progress shown."""


@pytest.fixture
def backup(cast: Cast, settings: Any, tmp_path: pathlib.Path) -> pathlib.Path:
    """A backup of the cast, of a file somebody sent, and of a person with history and an odd name."""
    media = pathlib.Path(settings.MEDIA_ROOT) / "registers"
    media.mkdir(parents=True)
    (media / "registre été.csv").write_bytes(b"kpa;nom\n" * 1000)
    cast.amina.last_name = "Ben’ali ﻋﻠﻲ 🧶"
    cast.amina.save()
    path = tmp_path / "maille.zip"
    save(path, now=NOW, progress=quiet)
    return path


ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.fixture(params=["sqlite", *(["postgresql"] if ON_POSTGRES else [])])
def elsewhere(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[dict[str, str]]:
    """The environment of another, empty installation; PostgreSQL's is made beside the database of the tests."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "MAILLE_VAR": str(tmp_path / "var")}
    if request.param == "sqlite":
        environment.pop("DATABASE_URL", None)
        yield environment
        return
    url = os.environ["DATABASE_URL"]
    name = f"maille_{uuid.uuid4().hex[:12]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield {**environment, "DATABASE_URL": url.replace("/postgres?", f"/{name}?")}
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def maille(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command in the other installation."""
    command = [sys.executable, "-m", "maille.config.cli", *map(str, arguments)]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)


def contents(path: pathlib.Path) -> dict[str, Any]:
    """The tallies of a backup."""
    archive, manifest = open_archive(path)
    archive.close()
    return {**manifest.tables, "media": manifest.media}


def test_it_comes_back_equal_on_either_database(
    backup: pathlib.Path, elsewhere: dict[str, str], tmp_path: pathlib.Path
) -> None:
    done = maille(elsewhere, "restore", backup)
    assert done.returncode == 0, done.stderr
    assert "identiques" in done.stdout
    again = tmp_path / "again.zip"
    assert maille(elsewhere, "backup", again).returncode == 0
    before = contents(backup)
    assert before["journeys.person"]["count"] == 3
    assert before["journeys.historicalperson"]["count"] == 4
    assert contents(again) == before
    assert (tmp_path / "var" / "media" / "registers" / "registre été.csv").stat().st_size == 8000

    refused = maille(elsewhere, "restore", backup)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    code = "from maille.identity.models import User; print(User.objects.create_user('neuf@exemple.fr', 'Neuf').pk)"
    assert int(maille(elsewhere, "shell", "--verbosity", "0", "-c", code).stdout) > 1

    different = maille(elsewhere, "restore", tampered(backup, tmp_path), "--replace")
    assert different.returncode == 1
    assert "journeys.person : le contenu restauré diffère" in different.stderr
    assert maille(elsewhere, "backup", again).returncode == 0
    now = contents(again)
    assert now.pop("identity.user")["count"] == before.pop("identity.user")["count"] + 1, "rien n'a changé"
    assert now == before

    replaced = maille(elsewhere, "restore", backup, "--replace")
    assert replaced.returncode == 0, replaced.stderr


def tampered(backup: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """The same backup, one name changed by somebody who did not know about checksums."""
    path = folder / "tampered.zip"
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"Fontaine", b"Fontaina") if name.endswith(".person.jsonl") else data)
    return path


@pytest.mark.parametrize("content", [b"", b"pas un zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_not_a_backup_is_refused(content: bytes, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(BackupError, match="n'est pas une sauvegarde"):
        open_archive(path)


def test_a_later_version_is_refused(backup: pathlib.Path, db: None) -> None:
    archive, manifest = open_archive(backup)
    archive.close()
    with pytest.raises(BackupError, match="version plus récente"):
        tables.models_after([*manifest.migrations, ["journeys", "9999_later"]])


def test_a_file_never_lands_outside_its_folder(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("media/../../outside", "x")
    with zipfile.ZipFile(path) as archive, pytest.raises(BackupError, match="dangereux"):
        take_file(archive, "media/../../outside", tmp_path / "media", Tally())


def test_the_backup_is_private_and_holds_no_secret(backup: pathlib.Path, settings: Any) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(backup) as archive:
        assert "maille.json" in archive.namelist()
        assert not [name for name in archive.namelist() if "session" in name]
        assert all(settings.SECRET_KEY.encode() not in archive.read(name) for name in archive.namelist())
        assert json.loads(archive.read("maille.json"))["format"] == 1


def test_a_place_that_cannot_be_written_says_so(cast: Cast, tmp_path: pathlib.Path) -> None:
    with pytest.raises(CommandError, match="Impossible d'écrire"):
        call_command("backup", tmp_path / "nowhere" / "a.zip")


def test_a_line_does_not_depend_on_the_database() -> None:
    instant = datetime.datetime(2026, 6, 15, 10, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    assert line([{"b": 1, "a": [2]}, instant]) == line([{"a": [2], "b": 1}, instant.astimezone(datetime.UTC)])


def test_checksums_do_not_depend_on_the_order_but_on_every_row() -> None:
    def tally(*rows: bytes) -> dict[str, Any]:
        found = Tally()
        for row in rows:
            found.add(row)
        return found.as_dict()

    assert tally(b"a", b"b") == tally(b"b", b"a")
    assert tally(b"a", b"a") != tally(b"a")
    assert tally(b"a") != tally(b"c")


def test_every_table_is_saved(backup: pathlib.Path) -> None:
    saved = {model._meta.db_table for model in tables.tables(tables.models_after(tables.applied())).values()}
    existing = set(connections["default"].introspection.table_names())
    computed = {"journeys_personword"}  # the database writes it again from the names
    assert existing - saved == {"django_migrations", "django_session", "usersessions_usersession", "cache"} | computed
    assert timezone.is_aware(NOW)
