"""Signing documents, on screen or on paper; when the last party has, the period is signed."""

import datetime
import re
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError

from maille.identity.models import User
from maille.journeys import access
from maille.journeys.actions import files, signing_codes, support
from maille.journeys.actions.contracts import mark_signed
from maille.journeys.actions.documents import day_of
from maille.journeys.models import Document, Signature, StoredFile
from maille.journeys.models.issued import SIGNED_KINDS, Issued, issued
from maille.network.rules.roles import Actor

DRAWING = re.compile(r"(?:M\d{1,3} \d{1,3}(?: L\d{1,3} \d{1,3})+ ?)+")
DRAWING_LONGEST = 20_000
"""Characters of a drawn signature: strokes of whole points in a box of 600 by 200."""
support.REFUSALS |= {
    "one_signature_per_party": ("__all__", "Cette signature est déjà enregistrée."),
    "journeys_signature.document_id, journeys_signature.party": ("__all__", "Cette signature est déjà enregistrée."),
}


@dataclass(frozen=True)
class OnScreen:
    """What somebody gives to sign on screen; `sha256` is that of the document the page showed."""

    name: str
    code: str
    sha256: str
    drawing: str = ""
    user_agent: str = ""


@dataclass(frozen=True)
class OnPaper:
    """What somebody notes of a paper signed by a party; the scan is not required."""

    party: str
    name: str
    signed_on: datetime.date
    scan: bytes = b""
    scan_name: str = ""


def sign_on_screen(
    actor: Actor, document_id: int, party: str, user: User, given: OnScreen, now: datetime.datetime
) -> Signature:
    """Sign as oneself (`party` "person") or for the host one is referent of ("host").

    The code is checked first and its try counted for good. Errors: PermissionDenied; ValidationError in words.
    """
    document = Document.objects.select_related("person__merged_into", "file").get(pk=document_id)
    refuse_stranger(actor, document, party, user)
    check_shape(given)
    return record(actor, document_id, party, user, given, signing_codes.confirm(document, user, given.code, now), now)


def record(
    actor: Actor,
    document_id: int,
    party: str,
    user: User,
    given: OnScreen,
    confirmed: signing_codes.Confirmed,
    now: datetime.datetime,
) -> Signature:
    """Write a signature whose signer and code have been checked."""
    with support.one_transaction():
        document = lock(document_id)
        refuse_unsignable(document, party)
        if given.sha256 != document.file.sha256:
            raise ValidationError("Le document a changé depuis l'ouverture de cette page. Relisez-le, puis signez.")
        files.read(document.file)  # the bytes kept are still those of the hash
        signing_codes.use_up(document, user, now)
        evidence = {
            "at": now.isoformat(timespec="seconds"),
            "drawing": given.drawing,
            "code_sent_to": confirmed.sent_to,
            "code_sent_at": confirmed.sent_at.isoformat(timespec="seconds"),
            "code_confirmed_at": now.isoformat(timespec="seconds"),
            "user_agent": given.user_agent[:300],
        }
        signature = Signature.objects.create(
            document=document,
            party=party,
            signer_name=given.name.strip(),
            user=user,
            means=Signature.Means.DRAWN if given.drawing else Signature.Means.TYPED,
            signed_on=day_of(now),
            document_sha256=document.file.sha256,
            evidence=evidence,
            entered_by=user,
            entered_at=now,
        )
        complete(actor, document)
        return signature


def sign_on_paper(actor: Actor, document_id: int, given: OnPaper, now: datetime.datetime) -> Signature:
    """Note that a party signed the printed document: the date on the paper, and its scan if there is one."""
    document = Document.objects.visible_to(actor).get(pk=document_id)
    if not access.may_enter(actor, document.kpa_id):
        raise PermissionDenied
    check_paper(document, given, day_of(now))
    with support.one_transaction():
        document = lock(document_id)
        refuse_unsignable(document, given.party)
        signature = Signature.objects.create(
            document=document,
            party=given.party,
            signer_name=given.name.strip(),
            means=Signature.Means.PAPER,
            signed_on=given.signed_on,
            document_sha256=document.file.sha256,
            evidence={"at": now.isoformat(timespec="seconds")},
            scan=keep_scan(given, now, actor),
            entered_by_id=actor.user_id,
            entered_at=now,
            on_behalf=not (given.party == "host" and access.may_sign_for_host(actor, document)),
        )
        complete(actor, document)
        return signature


def check_paper(document: Document, given: OnPaper, today: datetime.date) -> None:
    """A date between the day the document was made and today; a name; a scan that is one."""
    problems: dict[str, list[str]] = {}
    if given.signed_on > today:
        problems["signed_on"] = ["Cette date est dans le futur. Écrivez la date qui est sur le papier."]
    elif given.signed_on < day_of(document.issued_at):
        made = f"{day_of(document.issued_at):%d/%m/%Y}"
        problems["signed_on"] = [f"Ce document date du {made} : il n'a pas pu être signé avant. Vérifiez la date."]
    if not given.name.strip():
        problems["name"] = ["Écrivez le nom de la personne qui a signé."]
    if given.scan:
        try:
            files.check_upload(given.scan)
        except ValidationError as refused:
            problems["scan"] = refused.messages
    if problems:
        raise ValidationError(problems)


def keep_scan(given: OnPaper, now: datetime.datetime, actor: Actor) -> StoredFile | None:
    """The photo or scan of the signed paper, encrypted."""
    if not given.scan:
        return None
    return files.store_upload(given.scan, given.scan_name or "scan", now=now, by_id=actor.user_id)


def check_shape(given: OnScreen) -> None:
    """A name, and a drawing made of strokes alone."""
    if not given.name.strip():
        raise ValidationError({"name": ["Écrivez votre nom."]})
    drawn = given.drawing
    if drawn and (len(drawn) > DRAWING_LONGEST or not DRAWING.fullmatch(drawn)):
        raise ValidationError({"drawing": ["Ce dessin n'a pas pu être lu. Effacez-le et recommencez."]})


def refuse_stranger(actor: Actor, document: Document, party: str, user: User) -> None:
    """One signs as oneself, or for the host of the contract as its referent."""
    allowed = user.pk == actor.user_id and (
        (party == "person" and access.is_own(actor, document.person.merged_into or document.person))
        or (party == "host" and access.may_sign_for_host(actor, document))
    )
    if not allowed:
        raise PermissionDenied


def lock(document_id: int) -> Document:
    """The document with its person locked, so that two signatures come one after the other (as actions.contracts)."""
    held = Document.objects.select_related("contract__journey").get(pk=document_id)
    support.lock_people(held.contract.journey.person_id if held.contract else held.person_id)
    return Document.objects.select_related("file", "period").get(pk=document_id)


def refuse_unsignable(document: Document, party: str) -> Issued:
    """The party must be awaited, on the edition that counts."""
    told = issued([document])[0]
    if party not in document.parties:
        raise ValidationError("Ce document n'attend pas cette signature.")
    if any(each.party == party and each.signature for each in told.parties):
        raise ValidationError("Cette signature est déjà enregistrée.")
    if told.replaced:
        raise ValidationError("Un document plus récent remplace celui-ci. Ouvrez le plus récent pour le signer.")
    if told.outdated:
        raise ValidationError("Le contrat a été modifié depuis ce document. Préparez un nouveau document à signer.")
    return told


def complete(actor: Actor, document: Document) -> None:
    """When every party has signed a contract or a renewal, its period is signed: on the last signature's day."""
    if document.kind not in SIGNED_KINDS or document.period_id is None:
        return
    days = dict(Signature.objects.filter(document=document).values_list("party", "signed_on"))
    if set(document.parties) <= days.keys():
        mark_signed(actor, document.period_id, max(days[party] for party in document.parties))
