"""Sending a message: the one door."""

import datetime
import logging
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from maille.identity import senders
from maille.identity.models import Message, User

logger = logging.getLogger(__name__)
SUBJECT_LENGTH, NAME_LENGTH, FAILURE_LENGTH = 200, 120, 200


def send_message(
    address: str,
    *,
    purpose: str,
    subject: str,
    text: str,
    now: datetime.datetime,
    secret: bool = False,
    name: str = "",
    user: User | None = None,
    about: tuple[str, int] | None = None,
    sent_by_id: int | None = None,
) -> Message:
    """Send now and note it; `Message.left` tells whether it left (a mail server that is down is no exception).

    `purpose` is one word of the code. `secret` when the text carries a code or a link that opens something: it is then
    not kept. `about` is what it is about, as in the log of reads: ("person", 12). ValidationError when the address is
    not one, or when a line break stands in address, name or subject: that is how headers are forged.
    Call it last in a transaction of one's own, or after it: what has left does not come back.
    """
    refuse_forged(address, name, subject)
    kind, pk = about or ("", None)
    message = Message(
        user=user,
        about_kind=kind,
        about_id=pk,
        purpose=purpose,
        address=masked(address),
        sender=senders.chosen_name(),
        subject=subject,
        body="" if secret else text,
        sent_at=now,
        sent_by_id=sent_by_id,
        state=Message.State.SENT,
    )
    try:
        senders.chosen().send(senders.Outgoing(address, name, subject, text))
    except senders.NotSentError as error:
        logger.warning("message %s not sent: %s", purpose, error)
        message.state, message.failure = Message.State.FAILED, str(error)[:FAILURE_LENGTH]
    message.save()
    return message


def refuse_forged(address: str, name: str, subject: str) -> None:
    """Line breaks, invisible and control characters have no place in what becomes a header."""
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError("Cette adresse n'est pas complète. Exemple : amina@exemple.fr") from None
    for text, length in ((address, 254), (name, NAME_LENGTH), (subject, SUBJECT_LENGTH)):
        if any(unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Cs"} for character in text):
            raise ValidationError("Une adresse, un nom et un titre tiennent sur une ligne, sans signe invisible.")
        if len(text) > length:
            raise ValidationError("Ce texte est trop long pour un message.")


def masked(address: str) -> str:
    """Enough for the person to recognise it, not enough for others to write to it: `a…a@exemple.fr`."""
    local, _, domain = address.rpartition("@")
    shown = f"{local[:1]}…{local[-1:]}" if len(local) > 3 else f"{local[:1]}…"
    return f"{shown}@{domain}"
