"""The six digits sent to somebody about to sign on screen: hashed, short-lived, few tries."""

import datetime
import hmac
import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from maille.identity.actions.messages import masked, send_message
from maille.identity.models import User
from maille.journeys.models import Document, SigningCode

LASTS = datetime.timedelta(minutes=15)
BETWEEN = datetime.timedelta(minutes=1)
A_DAY, TRIES = 6, 5


@dataclass(frozen=True)
class Confirmed:
    """A code given back right."""

    sent_to: str
    sent_at: datetime.datetime


def send_code(document: Document, user: User, now: datetime.datetime) -> SigningCode:
    """Make a code for this document and this account, and send it; the former stops working.

    ValidationError without an address, or when asked too often (one a minute, six a day).
    """
    if not user.email:
        raise ValidationError("Votre compte n'a pas d'adresse e-mail. Signez sur papier avec votre KPA.")
    code = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)  # one demand at a time
        refuse_too_many(document, user, now)
        made = SigningCode.objects.create(
            document=document,
            user=user,
            digest=digest(document, user, code),
            sent_to=masked(user.email),
            sent_at=now,
            expires_at=now + LASTS,
        )
    deliver(document, user, code, now)
    return made


def refuse_too_many(document: Document, user: User, now: datetime.datetime) -> None:
    """Guessing by asking again and again is no way in, nor a way to flood somebody's letter box."""
    sent = SigningCode.objects.filter(document=document, user=user, sent_at__gt=now - datetime.timedelta(days=1))
    if sent.filter(sent_at__gt=now - BETWEEN).exists():
        raise ValidationError("Un code vient de partir. Attendez une minute avant d'en demander un autre.")
    if sent.count() >= A_DAY:
        raise ValidationError("Trop de codes demandés aujourd'hui. Réessayez demain, ou signez sur papier.")


def deliver(document: Document, user: User, code: str, now: datetime.datetime) -> None:
    """The message, with what the code is for; ValidationError when it could not leave."""
    text = (
        f"Bonjour,\n\nVotre code pour signer « {document.get_kind_display()} » : {code}\n\n"
        "Il sert une fois, pendant 15 minutes. Ne le donnez à personne.\n"
        "Vous n'avez rien demandé ? Prévenez votre KPA.\n"
    )
    message = send_message(
        user.email or "",
        purpose="signature",
        subject="Votre code pour signer",
        text=text,
        now=now,
        secret=True,
        user=user,
        about=("person", document.person_id),
    )
    if not message.left:
        raise ValidationError("Le message n'a pas pu partir. Réessayez dans une minute, ou signez sur papier.")


def confirm(document: Document, user: User, typed: str, now: datetime.datetime) -> Confirmed:
    """Check a code; each try counts, whatever follows. ValidationError beside `code` when it is not the right one."""
    held = SigningCode.objects.filter(document=document, user=user, used_at__isnull=True).first()
    if held is None or held.expires_at <= now:
        raise ValidationError({"code": ["Ce code n'est plus valable. Demandez-en un nouveau."]})
    counted = SigningCode.objects.filter(pk=held.pk, tries__lt=TRIES, used_at__isnull=True).update(tries=F("tries") + 1)
    if not counted:
        raise ValidationError({"code": ["Trop d'essais avec ce code. Demandez-en un nouveau."]})
    if not hmac.compare_digest(digest(document, user, "".join(typed.split())), held.digest):
        raise ValidationError({"code": ["Ce n'est pas le bon code. Relisez le dernier message reçu."]})
    return Confirmed(held.sent_to, held.sent_at)


def use_up(document: Document, user: User, now: datetime.datetime) -> None:
    """A code serves once."""
    SigningCode.objects.filter(document=document, user=user, used_at__isnull=True).update(used_at=now)


def digest(document: Document, user: User, code: str) -> str:
    """A keyed hash: a million codes are soon tried without the key, which is outside the database."""
    return salted_hmac("maille.signing", f"{document.pk}:{user.pk}:{code}", algorithm="sha256").hexdigest()
