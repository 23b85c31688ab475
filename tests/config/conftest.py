"""The demonstration installed once for all the tests of a file, and taken away after."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from maille.config.demo import load
from maille.config.management.commands.demo import FIRST_DAY


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load it in a transaction that every test of the file opens its own within; `FIRST_DAY` is today."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        try:
            load.load(FIRST_DAY, lambda what, count: None)
            yield
        finally:
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
