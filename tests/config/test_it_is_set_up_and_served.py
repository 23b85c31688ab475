"""An empty folder becomes a served network: setup, serve, worker, and the refusals on the way."""

import datetime
import io
import os
import pathlib
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

import pytest
from django.core.checks import Warning
from django.core.management import call_command
from django.core.management.base import CommandError

from maille.config import cli, server
from maille.config.management.commands.serve import Command as Serve
from maille.config.schedule import Clock, Job
from maille.identity.models import User
from maille.network.models import Membership, Organisation
from maille.network.rules.roles import Role
from tests.patience import PATIENCE

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOW = datetime.datetime(2026, 6, 15, 8, 30, tzinfo=datetime.UTC)
ODILE = {"network": "KPA-Cité", "name": "Odile", "email": "odile@exemple.fr"}


def setup(**options: str) -> str:
    """What the command prints."""
    said = io.StringIO()
    call_command("setup", stdout=said, **options)
    return said.getvalue()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_first_network_gets_its_administrator_once(db: None) -> None:
    assert "Odile se connecte à http://localhost:8000/compte/connexion/" in setup(**ODILE)
    assert "rien n'a changé" in setup(**{**ODILE, "network": "kpa cite"})
    membership = Membership.objects.get()
    assert (membership.role, membership.organisation.name) == (Role.ADMINISTRATOR, "KPA-Cité")
    assert (User.objects.count(), Organisation.objects.count()) == (1, 1)


def test_one_installation_serves_one_network(db: None) -> None:
    setup(**ODILE)
    with pytest.raises(CommandError, match="sert déjà le réseau KPA-Cité"):
        setup(**{**ODILE, "network": "Autre"})


def test_an_address_written_wrong_is_refused(db: None) -> None:
    with pytest.raises(CommandError):
        setup(**{**ODILE, "email": "odile"})
    assert not User.objects.exists()


def test_without_a_keyboard_it_names_the_missing_option(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(CommandError, match="--email"):
        setup(network="KPA-Cité", name="Odile")


def test_what_is_not_maille_s_to_say_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Warning("English", id="security.W021"), Warning("En français.", id="house.W007")]
    monkeypatch.setattr("django.core.checks.run_checks", lambda **_: found)
    said = io.StringIO()
    Serve(stderr=said, no_color=True).check_safety(unsafe=False)
    assert said.getvalue() == "En français.\n"


@pytest.mark.parametrize("port", [0, 80000])
def test_a_port_that_does_not_exist_is_refused_in_words(port: int) -> None:
    with pytest.raises(CommandError, match="va de 1 à 65535"):
        Serve().check_port("127.0.0.1", port)


def test_a_database_in_arrears_is_not_served(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "pending_migrations", lambda: ["journeys.0099_later"])
    with pytest.raises(CommandError, match=r"1 étapes? de retard"):
        Serve().check_database(migrate=False)
    with pytest.raises(CommandError, match="de retard"):
        call_command("worker", "--once")


def test_a_dangerous_site_is_not_served(settings: Any, db: None) -> None:
    settings.SITE_URL, settings.HTTPS = "http://maille.exemple.fr", False
    said = io.StringIO()
    with pytest.raises(CommandError, match="--unsafe"):
        Serve(stderr=said).check_safety(unsafe=False)
    assert "n'est pas chiffré" in said.getvalue()
    Serve(stderr=said).check_safety(unsafe=True)


def test_a_port_in_use_is_said_in_words() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(CommandError, match="n'est pas libre"):
            Serve().check_port("127.0.0.1", holder.getsockname()[1])


def test_it_serves_a_new_folder(tmp_path: pathlib.Path) -> None:
    port = free_port()
    others = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO", "MAILLE"))
    }
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "maille.config.cli", "serve", "--port", str(port), "--workers", "1"],
        env={**others, "PYTHONPATH": str(ROOT / "src"), "MAILLE_VAR": str(tmp_path / "var")},
        cwd=tmp_path,
        stdout=log,
        stderr=log,
    )
    try:
        page = fetch(f"http://127.0.0.1:{port}/compte/connexion/", process, log)
        style = re.search(r'href="(/static/ui/base\.[0-9a-f]{12}\.css)"', page)
        assert style, page[:500]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{style.group(1)}", timeout=PATIENCE) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
    finally:
        process.terminate()
        assert process.wait(PATIENCE) is not None
        log.close()


def fetch(url: str, process: subprocess.Popen[bytes], log: Any) -> str:
    """The page, once the server listens."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    log.seek(0)
    pytest.fail(f"le serveur n'a pas répondu : {log.read()}")


def test_postgresql_gets_as_many_connections_as_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAILLE_DB_POOL", raising=False)
    monkeypatch.setattr(server, "connection", type("C", (), {"vendor": "postgresql"}))
    assert server.environment(3)["MAILLE_DB_POOL"] == "3"
    monkeypatch.setattr(server, "connection", type("C", (), {"vendor": "sqlite"}))
    assert "MAILLE_DB_POOL" not in server.environment(3)


def test_chores_run_at_the_start_then_once_a_day() -> None:
    done: list[str] = []
    clock = Clock((Job("ménage", datetime.timedelta(days=1), lambda: done.append("fait")),))
    assert clock.tick(NOW) == ["ménage"]
    assert clock.tick(NOW + datetime.timedelta(hours=23)) == []
    assert clock.tick(NOW + datetime.timedelta(hours=24)) == ["ménage"]
    assert done == ["fait", "fait"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_waits_then_stops() -> None:
    said = io.StringIO()
    call_command("worker", "--once", stdout=said)
    assert "sessions expirées" in said.getvalue()


def test_help_lists_every_command_in_french() -> None:
    listed = cli.summary()
    for command in ("setup", "serve", "worker", "backup", "restore", "demo", "test", "migrate"):
        assert re.search(rf"^  {command} +\S", listed, re.MULTILINE)


def test_setting_up_again_never_upgrades_a_database_in_use(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    setup(**ODILE)
    monkeypatch.setattr(server, "pending_migrations", lambda: ["journeys.0099_later"])
    with pytest.raises(CommandError, match="sauvegardez-la"):
        setup(**ODILE)
