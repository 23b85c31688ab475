"""Reads the environment into Django's settings; pure enough to be tested without Django."""

import os
import pathlib
import secrets
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url

DEMO_MARK = int.from_bytes(b"Mdem", "big")
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def flag(name: str, default: bool = False) -> bool:
    """Read a yes-no environment variable: 1, true, oui and yes mean yes."""
    return os.environ.get(name, str(int(default))).strip().lower() in {"1", "true", "oui", "yes"}


def number(name: str, default: int) -> int:
    """Read a whole number; anything else stops with the variable's name."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdigit():
        raise SystemExit(f"{name} doit être un nombre entier, pas « {text} ».")
    return int(text)


def stored_secret(path: pathlib.Path) -> str:
    """Read a secret kept in a file, made at the first call and readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def hosts(site_url: str) -> list[str]:
    """The names the site answers to: `MAILLE_HOSTS`, else the one of its address and the machine itself."""
    named = [each.strip() for each in os.environ.get("MAILLE_HOSTS", "").split(",") if each.strip()]
    own = urlsplit(site_url).hostname
    return named or list(dict.fromkeys([*([own] if own else []), *LOCAL_HOSTS]))


def database(url: str | None, var: pathlib.Path) -> dict[str, Any]:
    """Settings of the database at `url`; without one, SQLite in `var`.

    SQLite takes its write lock at once and waits for it; PostgreSQL keeps its connections, in a pool when
    `MAILLE_DB_POOL` (a number) says so, which `./maille serve` does.
    """
    found: dict[str, Any] = dict(dj_database_url.parse(url or f"sqlite:///{var / 'maille.sqlite3'}"))
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
        }
        found["CONN_MAX_AGE"] = None
        return found
    # Compiling a page's queries costs PostgreSQL more than running them.
    found.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    pool = number("MAILLE_DB_POOL", 0)
    if pool:
        found["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool, "timeout": 20}
        found["CONN_MAX_AGE"] = 0
    else:
        found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"] = 600, True
    return found


def email(url: str | None) -> dict[str, Any]:
    """Settings of the mail server at `url`: `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://user:password@host:port`.

    Without one, messages are written in the log: enough to try, not to work.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise SystemExit(
            "MAILLE_EMAIL_URL s'écrit smtp+tls://utilisateur:secret@serveur:587 (ou smtp://, ou smtps://)."
        )
    default_port = {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or default_port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": int(parse_qs(parts.query).get("timeout", ["10"])[0]),
    }


def is_demo_file(name: Any) -> bool:
    """Whether `./maille demo` made this SQLite file: it leaves a mark in the file's own header (application_id)."""
    path = pathlib.Path(str(name))
    if not path.is_file():
        return False
    with path.open("rb") as file:
        header = file.read(72)
    return header.startswith(b"SQLite format 3") and header[68:72] == DEMO_MARK.to_bytes(4, "big")
