"""`./maille` from a bare machine: what it needs, what it says, and that it never trusts a half-made `.venv`."""

import os
import pathlib
import subprocess
import sys

import pytest

from maille.config import bootstrap

LOCK = r"""a==1 \
    --hash=sha256:00
uv==2.0 ; python_version > '3' \
    --hash=sha256:11 \
    --hash=sha256:22
    # via x
z==3 \
    --hash=sha256:33
"""
ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A folder with lock files and no environment."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    for name, attribute in (("requirements.txt", "LOCK"), ("requirements-dev.txt", "LARGER_LOCK")):
        (tmp_path / name).write_text(f"# {name}")
        monkeypatch.setattr(bootstrap, attribute, tmp_path / name)
    return tmp_path


def pretend_ready(house: pathlib.Path, lock: pathlib.Path) -> None:
    """An environment made from `lock`."""
    (house / ".venv" / "bin").mkdir(parents=True)
    (house / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (house / ".venv" / "stamps").mkdir()
    (house / ".venv" / "stamps" / bootstrap.digest(lock)).touch()


def test_the_larger_lock_serves_both(house: pathlib.Path) -> None:
    pretend_ready(house, bootstrap.LARGER_LOCK)
    assert bootstrap.is_ready(bootstrap.LOCK)
    assert bootstrap.is_ready(bootstrap.LARGER_LOCK)


def test_the_smaller_lock_does_not_serve_tests(house: pathlib.Path) -> None:
    pretend_ready(house, bootstrap.LOCK)
    assert bootstrap.is_ready(bootstrap.LOCK)
    assert not bootstrap.is_ready(bootstrap.LARGER_LOCK)


def test_a_changed_lock_is_installed_again(house: pathlib.Path) -> None:
    pretend_ready(house, bootstrap.LOCK)
    bootstrap.LOCK.write_text("# another")
    assert not bootstrap.is_ready(bootstrap.LOCK)


def test_an_environment_whose_python_is_gone_is_made_again(house: pathlib.Path) -> None:
    pretend_ready(house, bootstrap.LOCK)
    bootstrap.PYTHON.unlink()
    bootstrap.PYTHON.symlink_to("/nowhere/python3")
    assert not bootstrap.is_ready(bootstrap.LOCK)
    assert not bootstrap.is_alive()


def test_an_interrupted_installation_leaves_no_stamp(house: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_ready(house, bootstrap.LOCK)
    bootstrap.LOCK.write_text("# another")
    monkeypatch.setattr(bootstrap, "is_alive", lambda: True)
    monkeypatch.setattr(bootstrap, "install", lambda lock: False)
    with pytest.raises(SystemExit, match="vérifiez la connexion"):
        bootstrap.ensure(bootstrap.LOCK)
    assert not (house / ".venv" / "stamps").exists()


def test_a_linked_environment_is_let_go_not_emptied(house: pathlib.Path, tmp_path: pathlib.Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "precious").touch()
    bootstrap.VENV.symlink_to(other)
    bootstrap.make_venv()
    assert (other / "precious").exists()
    assert bootstrap.is_alive()


def test_without_venv_it_says_what_to_type(house: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, stdout="ensurepip is not available", stderr="")
    monkeypatch.setattr(bootstrap.subprocess, "run", lambda *_, **__: failed)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="sudo apt install python3-venv"):
        bootstrap.make_venv()


def test_root_installs_venv_by_itself(house: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        installed = any("install" in each for each in ran)
        return subprocess.CompletedProcess(command, 0 if installed else 1, stdout="ensurepip", stderr="")

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    bootstrap.make_venv()
    assert [command[0] for command in ran] == [sys.executable, "apt-get", "apt-get", sys.executable]


def test_uv_is_found_in_the_lock_with_all_its_hashes() -> None:
    assert bootstrap.block("uv", LOCK).count("--hash") == 2
    assert "uv==2.0" in bootstrap.block("uv", LOCK)
    assert bootstrap.block("absent", LOCK) == ""


def test_the_wrapper_works_from_any_folder_and_through_a_link(tmp_path: pathlib.Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "maille").write_text((ROOT / "maille").read_text().replace("exec python3", "echo"))
    (tmp_path / "link").symlink_to("house/maille")
    done = subprocess.run(["sh", "../link", "help"], cwd=tmp_path / "house", capture_output=True, text=True)
    assert done.stdout.strip() == f"{tmp_path}/house/src/maille/config/bootstrap.py help"
