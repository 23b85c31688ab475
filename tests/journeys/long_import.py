"""A server of its own, in its own process and on its own SQLite file, that stops in the middle of a long import.

`python -m tests.journeys.long_import stops|resumes FILE`, with MAILLE_VAR an empty folder: prints what it saw, as JSON.
"""

import datetime
import json
import os
import pathlib
import sys
import threading
import time
from typing import Any

import django
from django.conf import settings

from tests.patience import PATIENCE

NOW = datetime.datetime(2026, 6, 15, 10, 0, tzinfo=datetime.UTC)
seen: dict[str, Any] = {}


def main(what: str, file: pathlib.Path) -> None:
    """Set Django up, impatient and with every import a long one, then live the story."""
    django.setup()
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.5
    settings.ALLOWED_HOSTS = ["*"]
    from maille.journeys.actions.register import batches

    batches.INLINE_LINES = 0
    {"stops": stops, "resumes": resumes}[what](file)


def stops(file: pathlib.Path) -> None:
    """Put a file in, confirm it; once everything is written but the end of the transaction, look around and die."""
    from django.core.management import call_command

    from maille.journeys.actions.register import writing
    from maille.journeys.models import ImportBatch
    from tests.cast import make_cast

    call_command("migrate", verbosity=0)
    make_cast(NOW.date())
    client, fanny = client_of("odile"), client_of("fanny", raise_request_exception=False)
    with file.open("rb") as opened:
        address = client.post("/registre/import/", {"file": opened})["Location"]
    mapping = ImportBatch.objects.get().mapping
    client.post(address, {f"column_{place}": column for place, column in mapping.items()})
    wait_for("checked")
    written = threading.Event()

    def nearly_over(*args: object) -> None:
        written.set()
        time.sleep(PATIENCE)

    writing.record_lines = nearly_over
    client.post(f"{address}confirmer/", {"keep_valid": "1"})
    seen["thread reached the end"] = written.wait(PATIENCE)
    seen["page"] = client.get(address).content.decode()
    seen["list while it runs"] = fanny.get("/personnes/").status_code
    with file.open("rb") as opened:
        answer = fanny.post("/registre/import/", {"file": opened})
    seen["writing while it runs"] = [answer.status_code, answer.content.decode()]
    seen["uploads"] = len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file() and "." not in path.name])
    tell()
    os._exit(9)


def resumes(file: pathlib.Path) -> None:
    """The next server: what is left, what the page says, and the same import to its end."""
    from maille.journeys.models import ImportBatch, Journey, Person

    batch = ImportBatch.objects.get()
    seen["left"] = [batch.state, Person.objects.count(), Journey.objects.count()]
    client, address = client_of("odile"), f"/registre/import/{batch.pk}/"
    seen["page"] = client.get(address).content.decode()
    seen["again"] = client.post(f"{address}recommencer/", follow=True).content.decode()
    client.post(f"{address}confirmer/", {"keep_valid": "1"})
    wait_for("done")
    seen["done"] = [Person.objects.count(), client.get(address).content.decode()]
    tell()


def client_of(name: str, **options: Any) -> Any:
    """Somebody of the cast, signed in by their session alone: a sign-in would write."""
    from django.test import Client

    from maille.identity.models import User

    client = Client(**options)
    user = User.objects.get(email__startswith=name)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session  # as with a key: some roles are asked for one
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def wait_for(state: str) -> None:
    """Until the thread is there."""
    from maille.journeys.models import ImportBatch

    until = time.monotonic() + PATIENCE
    while ImportBatch.objects.get().state != state:
        if time.monotonic() > until:
            raise TimeoutError(ImportBatch.objects.get().message)
        time.sleep(0.05)


def tell() -> None:
    """Say what was seen."""
    sys.stdout.write(json.dumps(seen))
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
