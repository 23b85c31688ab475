"""A PostgreSQL cluster that lives as long as one test run: own folder, own socket, no network port."""

import contextlib
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator

FAST = [
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"),
    *("shared_buffers=256MB", "max_connections=40", "checkpoint_timeout=1h", "max_wal_size=4GB"),
    "max_locks_per_transaction=512",  # a statement over every table and its indexes, by two processes and a dump
]
"""Nothing is kept after the run, so nothing is made safe against a crash."""


class PostgresError(Exception):
    """The cluster could not be made or started; the text says why."""


def programs() -> pathlib.Path | None:
    """The folder of `initdb` and `pg_ctl`, newest version first; None when PostgreSQL is not installed."""
    debian = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: -int(p.parts[-3]))
    elsewhere = [pathlib.Path(found)] if (found := shutil.which("initdb")) else []
    return next((path.parent for path in [*debian, *elsewhere]), None)


def as_somebody_else() -> list[str]:
    """PostgreSQL refuses to run as root: what to put before its commands."""
    return ["runuser", "-u", servant().pw_name, "--"] if os.geteuid() == 0 else []


def servant() -> pwd.struct_passwd:
    """Who runs the cluster when root asks."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresError("ni l'utilisateur postgres ni nobody n'existent : PostgreSQL refuse de tourner en root")


def run(*command: str | pathlib.Path) -> None:
    """Run one command quietly, in a folder its user may enter; its own words when it fails."""
    done = subprocess.run([*as_somebody_else(), *map(str, command)], capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise PostgresError(f"{pathlib.Path(command[0]).name} : {(done.stdout + done.stderr).strip()}")


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Make and start a cluster, give its `DATABASE_URL`, then stop and remove it whatever happened."""
    where = programs()
    if where is None:
        raise PostgresError("PostgreSQL n'est pas installé")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="maille-pg-", dir="/tmp"))
    data, log = folder / "data", folder / "log"
    try:
        if os.geteuid() == 0:
            os.chown(folder, servant().pw_uid, servant().pw_gid)
        run(where / "initdb", "-D", data, "-U", "maille", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = [f"-c {each}" for each in [*FAST, "listen_addresses=", f"unix_socket_directories={folder}"]]
        run(where / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", " ".join(options), "start")
        yield f"postgres://maille@/postgres?host={folder}"
    finally:
        with contextlib.suppress(PostgresError):
            run(where / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
