"""What every test may ask for, and what every test is watched for (tests/harness.py)."""

import datetime
import gc
import os
import shutil
from collections.abc import Iterator
from importlib import import_module
from itertools import zip_longest
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.db import connection
from django.test import Client, TransactionTestCase

from maille.identity import append_only
from maille.journeys.models import skills
from tests import harness, template
from tests.cast import Cast, make_cast

TODAY = datetime.date(2026, 6, 15)

# A busy machine fails nobody: speed is shown by ./maille bench.
hypothesis.settings.register_profile("maille", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("maille")

# Playwright's synchronous interface leaves an event loop in the thread, which Django takes for an asynchronous view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(trylast=True)  # of what -m and -k have chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what has no meaning here: races of writers on SQLite, which has one at a time; printing by hand.

    Tests of minutes begin first, each with a short one behind it: xdist deals tests two by two (tests/run.py), so each
    goes to a process of its own, and the short ones fill what is left.
    """
    without = set() if connection.vendor == "postgresql" else {"postgresql"}
    if "MATRIX" not in os.environ:
        without.add("by_hand")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in without)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    long = [item for item in items if item.get_closest_marker("long")]
    short = [item for item in items if item not in long]
    items[:] = [each for pair in zip_longest(long, short[: len(long)]) for each in pair if each] + short[len(long) :]


def pytest_collection_finish() -> None:
    """Look for cycles to collect less often, and never among what was just imported: a tenth of the time of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Databases of tests are made by the migrations, or copied from one they made (tests/template.py)."""
    with template.migrations_copied():
        yield


@pytest.fixture
def today() -> datetime.date:
    """The day the cast lives; nothing in a test reads the clock."""
    return TODAY


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast, around two KPAs of one network (design/style, habit 5)."""
    return make_cast(TODAY)


def say_the_law_again() -> None:
    """What migrations wrote of contracts, after every table was emptied: no contract is written without it."""
    migrations = "maille.journeys.migrations"
    import_module(f"{migrations}.0008_what_the_law_allows_and_what_never_changes").seed(apps, None)
    import_module(f"{migrations}.0012_contracts_never_overlap").delays(apps, None)
    import_module(f"{migrations}.0017_what_is_kept_and_how_long").seed(apps, None)
    skills.seed_common(using="default")


KEPT = {"django_content_type", "auth_permission"}
"""Tables that say what models there are: no test writes in them."""


def tables_with_rows() -> list[str]:
    """Those a test left something in, `KEPT` aside; the cache's is no model."""
    names = sorted(
        {*connection.introspection.django_table_names(only_existing=True, include_views=False), "cache"} - KEPT
    )
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture(autouse=True, scope="session")
def emptied_by_the_maintenance_door() -> Iterator[None]:
    """Tests with real transactions empty what they filled, append-only tables too, by the door kept for that.

    Django would truncate every table and write again what it says of each model: a second a test on PostgreSQL.
    """

    def through_the_door(case: TransactionTestCase) -> None:
        with append_only.lifted(), connection.cursor() as cursor:
            for name in tables_with_rows():
                cursor.execute(f"DELETE FROM {name}")
        say_the_law_again()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", through_the_door)
        yield


@pytest.fixture(autouse=True)
def watched(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on undefined template variables, unprotected forms, inline code and slices of unordered rows."""
    if request.node.get_closest_marker("unwatched"):
        yield
    else:
        yield from harness.watch(monkeypatch)


@pytest.fixture(autouse=True)
def signed_in_with_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """`force_login` signs in as with one's key, long ago: enough for every role, not for changing one's keys.

    Signing in by less is what tests of identity do, through the site's own pages.
    """
    force = Client.force_login

    def with_a_key(client: Client, user: Any, backend: str | None = None) -> None:
        force(client, user, backend)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": 0}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()

    monkeypatch.setattr(Client, "force_login", with_a_key)


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Any) -> None:
    """Files go to the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's own Chromium, able to run as root in a container."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("Il manque un navigateur. Sur Debian : apt install chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": path, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A French visitor in Paris."""
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture(scope="session")
def browser(browser: Any) -> Any:
    """Every page it opens, and all that is expected of one, waits a minute for a busy machine."""
    from playwright.sync_api import expect  # for stories alone: the others start without it

    minute = 60_000
    expect.set_options(timeout=minute)
    new_context = browser.new_context

    def patient(**options: Any) -> Any:
        context = new_context(**options)
        context.set_default_timeout(minute)
        return context

    browser.new_context = patient
    return browser
