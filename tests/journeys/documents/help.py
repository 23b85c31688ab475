"""What the tests of documents share: a host whose facts are complete, and a period ready to be signed."""

import datetime
import re
import subprocess
from typing import Any

from django.core import mail

from maille.identity.models import User
from maille.journeys.actions import documents, signatures, signing_codes
from maille.journeys.models import Contract, ContractPeriod, Document, Journey
from maille.network.models import Organisation
from tests.cast import Cast
from tests.journeys.help import acting

NOW = datetime.datetime(2026, 6, 15, 10, 0, tzinfo=datetime.UTC)


def complete_host(host: Organisation) -> None:
    """A number and a registered office."""
    host.siren, host.address, host.postal_code, host.commune = "512345678", "12 rue des Fleurs", "59100", "Roubaix"
    host.save()


def make_period(cast: Cast, journey: Journey | None = None, *, kind: str = "cape", **more: Any) -> ContractPeriod:
    """A first period that starts in July, with everything a document needs."""
    complete_host(cast.host)
    journey = journey or cast.amina_journey
    contract = Contract.objects.create(
        person=journey.person,
        journey=journey,
        kpa=journey.kpa,
        host=cast.host,
        kind=kind,
        full_time_employee=False,
        entered_at=NOW,
        entered_by=cast.fanny,
    )
    return make_renewal(contract, 0, **more)


def make_renewal(contract: Contract, rank: int, **more: Any) -> ContractPeriod:
    """One more period of a contract."""
    start = datetime.date(2026, 7, 1)
    given = {
        "started_on": start,
        "ends_on": datetime.date(2027, 6, 30),
        "programme": "cuisiner et livrer des repas, apprendre à faire un devis.",
        "resources": "la cuisine et le vélo cargo",
        "resources_cents": 120_000,
        "fee_permille": 105,
        "ceiling_cents": 50_000,
        **more,
    }
    return ContractPeriod.objects.create(contract=contract, rank=rank, entered_at=NOW, **given)


def issue(cast: Cast, period: ContractPeriod | None = None, now: datetime.datetime = NOW) -> Document:
    """The document of a period, issued by Fanny."""
    period = period or make_period(cast)
    return documents.issue_for_period(acting(cast.fanny), period.pk, now)


def with_account(cast: Cast) -> User:
    """Amina's own account, an e-mail address with it."""
    user = User.objects.create_user("amina@exemple.fr", "Amina")
    cast.amina.user = user
    cast.amina.save()
    return user


def code_for(document: Document, user: User, now: datetime.datetime = NOW) -> str:
    """Ask for a code and read it in the letter box."""
    signing_codes.send_code(document, user, now)
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert found
    return found[0]


def sign(document: Document, party: str, user: User, now: datetime.datetime = NOW, **more: Any) -> Any:
    """Sign on screen with the right code."""
    given = {"name": user.name, "code": code_for(document, user, now), "sha256": document.file.sha256, **more}
    actor = acting(user, now.date())
    return signatures.sign_on_screen(actor, document.pk, party, user, signatures.OnScreen(**given), now)


def text_of(content: bytes) -> str:
    """What somebody reads in the PDF, spaces folded."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"[\s\u00a0\u202f]+", " ", read.stdout.decode().replace("\u200b", ""))
