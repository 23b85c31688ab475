"""One of each thing of this piece."""

import datetime
import io
from typing import Any

from django.utils import timezone
from PIL import Image

from maille.identity.models import User
from maille.journeys.actions import documents, signatures
from maille.journeys.actions.clauses import adopt
from maille.journeys.models import Contract, ContractPeriod, Document, Journey
from maille.journeys.rules.documents.clauses import defaults
from maille.network.models import Organisation
from maille.network.models.organisations import host_at
from maille.network.rules.roles import Actor
from tests.cast import Cast

THING_OF: dict[str, str] = {
    "period_id": "period",
    "document_id": "document",
    "mine_id": "mine",
    "file_id": "scan",
    "host_id": "host",
}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {
    "journeys:clauses_of": {"kind": "cape"},
    "journeys:clauses_version": {"kind": "cape", "number": 1},
}
"""Name of an address → parameters that name no thing."""


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    actor, now = Actor.command_line(timezone.localdate()), timezone.now()
    host = host_of(kpa)
    adopt(actor, host, "cape", defaults("cape") | {"r127_1_8": "Rien n'est à rembourser."}, 0, now)
    document = issue(journey, host, user, "cape", now)
    mine = issue(cast.amina_journey if side == "own" else journey, host, user, "membership", now)
    by_host = signatures.OnPaper("host", str(host), timezone.localdate(now))
    signatures.sign_on_paper(actor, mine.pk, by_host, now)
    return {
        "period": document.period_id,
        "document": document.pk,
        "mine": mine.pk,
        "scan": on_paper(document, now).scan_id,
        "host": host.pk,
    }


def host_of(kpa: Organisation) -> Organisation:
    """The KPA's host, its facts complete."""
    host = host_at(kpa, timezone.localdate())
    assert host
    host.siren, host.address, host.postal_code, host.commune = "512345678", "12 rue des Fleurs", "59100", "Roubaix"
    host.save()
    return host


def issue(
    journey: Journey, host: Organisation, user: User, kind: str, now: datetime.datetime, days: int = 7
) -> Document:
    """A document to sign, of a contract that starts so many days later."""
    contract = Contract.objects.create(
        person=journey.person, journey=journey, kpa=journey.kpa, host=host, kind=kind, full_time_employee=False,
        entered_at=now, entered_by=user,
    )  # fmt: skip
    start = timezone.localdate() + datetime.timedelta(days=days)
    period = ContractPeriod.objects.create(
        contract=contract, started_on=start, ends_on=start + datetime.timedelta(days=300), entered_at=now,
        programme="cuisiner et livrer des repas", resources="la cuisine", resources_cents=120_000, fee_permille=105,
        ceiling_cents=50_000,
    )  # fmt: skip
    return documents.issue_for_period(Actor.command_line(timezone.localdate()), period.pk, now)


def on_paper(document: Document, now: datetime.datetime) -> Any:
    """The person's signature on paper, with a photo of it."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    name = str(document.person)
    given = signatures.OnPaper("person", name, timezone.localdate(now), out.getvalue(), "papier.png")
    return signatures.sign_on_paper(Actor.command_line(timezone.localdate()), document.pk, given, now)


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    actor, now = Actor.command_line(timezone.localdate()), timezone.now()
    host = host_of(cast.kpa)
    adopt(actor, host, "cape", defaults("cape") | {"r127_1_8": "Rien n'est à rembourser."}, 0, now)
    signed = issue(cast.lea_journey, host, cast.fanny, "cape", now, days=100)
    waiting = issue(cast.amina_journey, host, cast.fanny, "membership", now)
    scan = on_paper(signed, now).scan_id
    hers = issue(cast.amina_journey, host, cast.fanny, "volunteering", now)
    on_paper(hers, now)
    return (
        f"/documents/{signed.pk}/",
        f"/documents/{signed.pk}/copies/{scan}/",
        f"/documents/{signed.pk}/papier/",
        f"/documents/{signed.pk}/preuve/",
        f"/documents/{signed.pk}/signer/",
        f"/periodes/{signed.period_id}/document/",
        f"/mon-parcours/documents/{hers.pk}/preuve/",
        f"/mon-parcours/documents/{waiting.pk}/",
        f"/mon-parcours/documents/{waiting.pk}/signer/",
        f"/structures/{host.pk}/clauses/cape/1/",
    )
