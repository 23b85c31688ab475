"""Papers of the cast: Amina's renewal signed on screen, with a certificate; Yanis's contract, signed by him alone."""

import datetime

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.actions import documents, signatures
from maille.journeys.actions.signing_codes import Confirmed
from maille.journeys.models import ContractPeriod
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

HOST = "Optéos"
PHONE = "Mozilla/5.0 (Android 14; Mobile) Firefox/140"
STROKES = (
    "M70 140 L92 96 L114 54 L122 48 L130 70 L142 110 L154 142 M88 112 L118 106 L146 104 M176 138 L178 100 "
    "L196 96 L206 136 L208 104 L228 98 L240 136 M262 136 L264 100 M290 136 L292 100 L312 96 L324 136 M372 120 "
    "L352 104 L342 126 L356 140 L374 118 L378 138 L400 132"
)


def complete_host() -> None:
    """A number and an address that are nobody's, so that contracts can be written."""
    host = Organisation.objects.get(name=HOST)
    host.siren, host.address, host.postal_code, host.commune = "123456782", "1 rue de l'Exemple", "59000", "Lille"
    host.version += 1
    host.save(update_fields=["siren", "address", "postal_code", "commune", "version"])


def at(day: datetime.date, hour: int) -> datetime.datetime:
    """An hour of that day."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, 12)))


def signed_on_screen(actor: Actor, period: ContractPeriod) -> ContractPeriod:
    """The period's document, signed by Amina on her phone then by Karim for the host; and a certificate."""
    day = actor.today
    document = documents.issue_for_period(actor, period.pk, at(day, 10))
    for party, name, email, hour, drawing in (
        ("person", str(document.person), "amina@exemple.fr", 11, STROKES),
        ("host", "Karim", "karim@exemple.fr", 16, ""),
    ):
        user = User.objects.get(email=email)
        given = signatures.OnScreen(name, "", document.file.sha256, drawing, PHONE if drawing else "")
        confirmed = Confirmed(f"{email[0]}…{email[4]}@exemple.fr", at(day, hour))
        signatures.record(actor_for(user, None, day), document.pk, party, user, given, confirmed, at(day, hour))
    period.refresh_from_db()
    begun = max(day, period.started_on)
    documents.issue_certificate(actor, period.contract_id, at(begun, 9))
    return period


def waiting_on_paper(actor: Actor, period: ContractPeriod) -> None:
    """Yanis signed the paper; the host has not yet."""
    now = at(actor.today, 10)
    document = documents.issue_for_period(actor, period.pk, now)
    signatures.sign_on_paper(actor, document.pk, signatures.OnPaper("person", str(document.person), actor.today), now)
