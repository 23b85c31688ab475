"""A database threads share as those of an installation do."""

import contextlib
import pathlib
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

from maille.config import environment


@pytest.fixture
def real_database(transactional_db: None, tmp_path: pathlib.Path) -> Iterator[None]:
    """PostgreSQL as it is; for SQLite, a file with the settings of an installation (write-ahead log, IMMEDIATE).

    SQLite's tests run on one in-memory database whose threads share a lock that no real installation has.
    """
    if connection.vendor == "postgresql":
        yield
        return
    in_memory, known = connections["default"], connections.settings["default"]
    file = tmp_path / "maille.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as target:
        in_memory.connection.backup(target)
    real: dict[str, Any] = {**known, **environment.database(f"sqlite:///{file}", tmp_path)}
    connections.settings["default"] = real
    connections["default"] = connections.create_connection("default")
    try:
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = known
        connections["default"] = in_memory
