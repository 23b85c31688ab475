"""How far a long import has come, told outside the database.

An import is one transaction, and SQLite has a single writer: nothing can be written to the database to say how far it
has come until it is over. So the count stands in a small file beside the upload, which every process already shares.
"""

import contextlib
import os
import pathlib
import time
from dataclasses import dataclass

STALE = 180.0
"""Seconds without news after which whatever was running has died with its process."""


@dataclass(frozen=True)
class HowFar:
    """What is being done, how much is done, how much there is to do."""

    doing: str = "Mise en route"
    done: int = 0
    total: int = 0


def place(upload: pathlib.Path) -> pathlib.Path:
    """Where the count of this upload stands."""
    return upload.with_name(f"{upload.name}.progress")


def tell(upload: pathlib.Path, doing: str, done: int, total: int) -> None:
    """Note how far it has come."""
    fresh = upload.with_name(f"{upload.name}.progress.new")
    fresh.write_text(f"{os.getpid()} {done} {total} {doing}", encoding="utf-8")
    fresh.replace(place(upload))


def how_far(upload: pathlib.Path) -> HowFar | None:
    """The last news; None when there is none, none for long, or when the process that gave it is gone."""
    try:
        if time.time() - place(upload).stat().st_mtime > STALE:
            return None
        process, done, total, doing = place(upload).read_text(encoding="utf-8").split(" ", 3)
        return HowFar(doing, int(done), int(total)) if lives(int(process)) else None
    except (OSError, ValueError):
        return None


def lives(process: int) -> bool:
    """Whether this process is still there; another's, of another user, is."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def forget(upload: pathlib.Path) -> None:
    """The work is over."""
    with contextlib.suppress(OSError):
        place(upload).unlink(missing_ok=True)
