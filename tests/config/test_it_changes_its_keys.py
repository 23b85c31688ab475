"""What is encrypted follows a new key, whatever interrupts it, and says what no key opens."""

import datetime
import pathlib
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from maille.config import keys
from maille.config.backup.save import save
from maille.identity import vault
from maille.journeys.actions import files
from maille.journeys.models import BankDetails, StoredFile
from tests.cast import Cast

NOW = datetime.datetime(2026, 6, 15, 8, 30, tzinfo=datetime.UTC)
IBAN = "FR7630006000011234567890189"
SCAN = b"%PDF-1.7 une charte"


def quiet(what: str, count: int) -> None:
    """No progress shown."""


@pytest.fixture
def keys_file(settings: Any, tmp_path: pathlib.Path) -> pathlib.Path:
    """Keys of this test alone."""
    settings.DATA_KEYS = tmp_path / "data_keys"
    return tmp_path / "data_keys"


@pytest.fixture
def file(keys_file: pathlib.Path, cast: Cast) -> StoredFile:
    """Amina's bank details, and a file."""
    BankDetails.objects.create(
        person=cast.amina, holder="Amina Benali", iban=IBAN, last_four="0189", since=NOW.date(), entered_at=NOW
    )
    return files.store(SCAN, "charte.pdf", content_type="application/pdf", now=NOW, by_id=cast.fanny.pk)


def stored_iban() -> str:
    """What the database holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT iban FROM journeys_bankdetails")
        return str(cursor.fetchone()[0])


def stored_bytes(file: StoredFile) -> bytes:
    """What the disk holds."""
    with storages["private"].open(StoredFile.objects.get(pk=file.pk).place) as stream:
        return bytes(stream.read())


@given(st.binary(max_size=2000))
def test_the_vault_gives_back_what_it_took_and_shows_none_of_it(content: bytes) -> None:
    token = vault.close(content)
    assert vault.open_(token) == content
    assert len(content) < 4 or content not in token


def test_neither_the_database_nor_the_disk_shows_them(file: StoredFile, keys_file: pathlib.Path) -> None:
    assert "30006" not in stored_iban()
    assert b"charte" not in stored_bytes(file)
    assert BankDetails.objects.get().iban == IBAN
    assert files.read(file) == SCAN
    assert keys_file.stat().st_mode & 0o077 == 0


def test_a_new_key_closes_everything_again(file: StoredFile, keys_file: pathlib.Path, capsys: Any) -> None:
    old, iban, content = vault.read_keys(keys_file), stored_iban(), stored_bytes(file)
    call_command("rotate-keys")
    assert vault.read_keys(keys_file)[1:] == old
    assert stored_iban() != iban
    assert stored_bytes(file) != content
    vault.write_keys(keys_file, vault.read_keys(keys_file)[:1])
    assert BankDetails.objects.get().iban == IBAN
    assert files.read(StoredFile.objects.get(pk=file.pk)) == SCAN
    assert "2 contenus relus (1 textes, 1 fichiers), 2 chiffrés" in capsys.readouterr().out
    assert len([each for each in pathlib.Path(settings.MEDIA_ROOT, "private").rglob("*") if each.is_file()]) == 1


def test_going_on_after_an_interruption_ends_the_same(file: StoredFile, keys_file: pathlib.Path, capsys: Any) -> None:
    vault.write_keys(keys_file, [vault.new_key(), *vault.read_keys(keys_file)])
    keys._file(file, keys.Outcome(), renew=True)  # the machine stops here
    call_command("rotate-keys", keep=True, forget=True)
    assert "1 chiffrés de nouveau" in capsys.readouterr().out
    assert len(vault.read_keys(keys_file)) == 1
    assert BankDetails.objects.get().iban == IBAN
    assert files.read(StoredFile.objects.get(pk=file.pk)) == SCAN


def test_it_keeps_the_old_keys_when_something_does_not_open(file: StoredFile, keys_file: pathlib.Path) -> None:
    place = pathlib.Path(settings.MEDIA_ROOT, "private", file.place)
    place.write_bytes(place.read_bytes()[:-9] + b"alterees=")
    before = len(vault.read_keys(keys_file))
    with pytest.raises(CommandError, match=f"fichier {file.pk}"):
        call_command("rotate-keys", forget=True)
    assert len(vault.read_keys(keys_file)) == before + 1


def test_an_altered_file_is_never_given(file: StoredFile) -> None:
    place = pathlib.Path(settings.MEDIA_ROOT, "private", file.place)
    place.write_bytes(vault.close(b"%PDF-1.7 une autre charte"))
    with pytest.raises(vault.VaultError, match="n'est plus celui"):
        files.read(file)


def test_a_backup_holds_no_clear_iban(file: StoredFile, tmp_path: pathlib.Path) -> None:
    import zipfile

    save(tmp_path / "all.zip", now=NOW, progress=quiet)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert IBAN.encode() not in everything
    assert SCAN not in everything
    assert stored_iban().encode() in everything


def test_keys_given_by_the_environment_are_changed_there(file: StoredFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLE_DATA_KEYS", vault.new_key())
    with pytest.raises(CommandError, match="MAILLE_DATA_KEYS"):
        call_command("rotate-keys")
    with pytest.raises(vault.VaultError):
        BankDetails.objects.get()


def test_unreadable_keys_are_said(keys_file: pathlib.Path) -> None:
    from maille.config.checks import keys_are_kept

    keys_file.write_text("pas une clé\n")
    assert [each.id for each in keys_are_kept(None)] == ["house.E012"]
    keys_file.write_text(vault.new_key())
    keys_file.chmod(0o644)
    assert [each.id for each in keys_are_kept(None)] == ["house.W013"]
    keys_file.chmod(0o600)
    assert keys_are_kept(None) == []
