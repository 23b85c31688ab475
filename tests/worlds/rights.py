"""One of each thing of this piece."""

import datetime
import json
from typing import Any

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.actions.files import store
from maille.journeys.models import Journey, LegalArchive, Person, Retention, RightsRequest
from maille.network.models import Organisation
from tests.cast import Cast

THING_OF: dict[str, str] = {"request_id": "rights_request", "archive_id": "archive", "archived_id": "archived_file"}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {
    "journeys:rights_file": {"form": "pdf"},
    "journeys:my_data_file": {"form": "json"},
    "journeys:my_request": {"kind": "rectify"},
}
"""Name of an address → parameters that name no thing."""

D = datetime.date


def archived(kpa: Organisation, host: Organisation, name: str) -> LegalArchive:
    """A contract of somebody whose file is gone."""
    now = timezone.now()
    made = LegalArchive.objects.create(
        host=host, kpa=kpa, title="Contrat, CAPE", name=name, search_key=name.casefold(), birth_date=D(1990, 1, 1),
        facts=json.dumps({"contract": {"kind": "cape", "id": 3}, "signatures": [{"signer_name": name}]}),
        signed_on=D(2022, 6, 1), ended_on=D(2023, 5, 31), kept_until=D(2099, 5, 31),
        why="5 ans à compter de la fin du contrat : Code civil, article 2224", archived_at=now,
    )  # fmt: skip
    made.files.add(store(b"%PDF-1.7", "document", content_type="application/pdf", now=now, by_id=None))
    return made


def asked(person: Person, user: User, kind: str, **more: Any) -> RightsRequest:
    """Something asked about her data."""
    held = {"asked_on": D(2026, 6, 1), "due_on": D(2026, 7, 1), "text": "Ma commune est Lille", "about": "Commune"}
    return RightsRequest.objects.create(
        person=person, kind=kind, entered_by=user, entered_at=timezone.now(), on_behalf=True, **{**held, **more}
    )


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    made = archived(kpa, cast.host if kpa == cast.kpa else cast.other_host, f"Archive {side}")
    request = asked(journey.person, user, "rectify")
    return {"rights_request": request.pk, "archive": made.pk, "archived_file": made.files.get().pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    archived(cast.kpa, cast.host, "Archive Légale")
    asked(cast.amina, cast.fanny, "rectify")
    asked(
        cast.amina, cast.fanny, "access", answered_on=D(2026, 6, 10), answer="Voici la copie.", granted=True,
        answered_by=cast.fanny,
    )  # fmt: skip
    asked(cast.yanis, cast.fanny, "object", due_on=D(2026, 6, 10))
    Retention.objects.create(
        person=cast.lea, last_contact_on=D(2024, 7, 1), noticed_on=D(2026, 6, 1), kept_until=D(2027, 1, 1),
        kept_why="Procédure en cours", kept_by=cast.karim,
    )  # fmt: skip
    return (
        f"/structures/{cast.kpa.pk}/information/",
        "/archives-legales/?q=personne",
        "/mon-parcours/mes-donnees/demander/erase/",
        "/semaine/demandes/",
        "/semaine/conservation/",
    )
