"""Settings come from the environment, and unsafe ones are said in French."""

import os
import pathlib
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import run_checks

from maille.config import environment

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROPER = {
    "MAILLE_SITE_URL": "https://maille.exemple.fr",
    "MAILLE_EMAIL_URL": "smtp+tls://maille:secret@mail.exemple.fr",
    "MAILLE_EMAIL_FROM": "Maille <maille@exemple.fr>",
}
UNSAFE: list[tuple[dict[str, Any], str]] = [
    ({"DEMO": True}, "house.E001"),
    ({"DEBUG": True}, "house.E002"),
    ({"SITE_URL": "http://maille.exemple.fr", "HTTPS": False}, "house.E003"),
    ({"SECRET_KEY": "secret"}, "house.E004"),
    ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "house.W006"),
    ({"DEFAULT_FROM_EMAIL": "Maille <maille@localhost>"}, "house.W007"),
    ({"ALLOWED_HOSTS": ["*"]}, "house.W008"),
    ({"ALLOWED_HOSTS": ["autre.exemple.fr"]}, "house.E009"),
]


@pytest.fixture
def proper(settings: Any, tmp_path: pathlib.Path) -> Any:
    """A public installation as it should be."""
    settings.VAR = tmp_path
    settings.SITE_URL, settings.HTTPS = PROPER["MAILLE_SITE_URL"], True
    settings.ALLOWED_HOSTS = ["maille.exemple.fr"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = PROPER["MAILLE_EMAIL_FROM"]
    settings.WORKERS = 2
    return settings


def said() -> set[str]:
    """The identifiers of what the house's own checks say."""
    found = run_checks(include_deployment_checks=True)
    return {str(message.id) for message in found if str(message.id).startswith("house.")} - {"house.W011"}


def test_a_proper_installation_is_silent(proper: Any) -> None:
    assert said() == set()


@pytest.mark.parametrize(("change", "identifier"), UNSAFE)
def test_it_says_what_is_unsafe(proper: Any, change: dict[str, Any], identifier: str) -> None:
    for name, value in change.items():
        setattr(proper, name, value)
    assert said() == {identifier}


def test_many_workers_are_too_many_for_sqlite_only(proper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    proper.WORKERS = 8
    monkeypatch.setattr("maille.config.checks.connection", SimpleNamespace(vendor="sqlite"))
    assert said() == {"house.W010"}
    monkeypatch.setattr("maille.config.checks.connection", SimpleNamespace(vendor="postgresql"))
    assert said() == set()


def test_it_says_when_everybody_may_read_the_secret(proper: Any, tmp_path: pathlib.Path) -> None:
    (tmp_path / "secret_key").write_text("x")
    (tmp_path / "secret_key").chmod(0o644)
    tmp_path.chmod(0o755)
    assert said() == {"house.W005"}
    tmp_path.chmod(0o700)
    assert said() == set()


def test_a_proper_environment_passes_djangos_own_checks(tmp_path: pathlib.Path) -> None:
    own = {"MAILLE_VAR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": ""}
    others = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    done = subprocess.run(
        [sys.executable, "-m", "maille.config.cli", "check", "--deploy", "--fail-level", "ERROR"],
        env={**others, **own, **PROPER},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "security.W" not in done.stderr
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.exemple.fr", (25, False, False, "")),
        ("smtp+tls://a%40b:c@mail.exemple.fr", (587, True, False, "a@b")),
        ("smtps://a:c@mail.exemple.fr:4650", (4650, False, True, "a")),
    ],
)
def test_it_reads_a_mail_server(url: str, expected: tuple[int, bool, bool, str]) -> None:
    found = environment.email(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"], found["EMAIL_HOST_USER"]) == expected
    assert found["EMAIL_HOST"] == "mail.exemple.fr"


def test_a_mail_server_written_wrong_is_refused_with_an_example() -> None:
    with pytest.raises(SystemExit, match="smtp\\+tls://utilisateur"):
        environment.email("mail.exemple.fr:587")


def test_the_site_answers_to_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAILLE_HOSTS", raising=False)
    assert environment.hosts("https://maille.exemple.fr")[0] == "maille.exemple.fr"
    monkeypatch.setenv("MAILLE_HOSTS", "a.fr, b.fr")
    assert environment.hosts("https://maille.exemple.fr") == ["a.fr", "b.fr"]


def test_postgresql_gets_a_pool_when_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setenv("MAILLE_DB_POOL", "4")
    found = environment.database("postgres://maille@/maille?host=/run", tmp_path)
    assert found["OPTIONS"]["pool"]["max_size"] == 4
    assert found["CONN_MAX_AGE"] == 0
    assert "pool" not in environment.database(None, tmp_path)["OPTIONS"]


def test_a_number_written_wrong_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLE_WORKERS", "deux")
    with pytest.raises(SystemExit, match="MAILLE_WORKERS"):
        environment.number("MAILLE_WORKERS", 2)
