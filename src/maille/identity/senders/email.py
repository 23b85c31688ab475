"""Messages by e-mail, through the mail server Django knows."""

from email.utils import formataddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

from maille.identity.senders.contract import NotSentError, Outgoing


class EmailSender:
    """Plain text, one recipient, no name of anybody but the recipient's in the headers."""

    def __init__(self, rest: str = "") -> None:
        """Nothing follows the word: the server is that of `MAILLE_EMAIL_URL`."""

    def send(self, message: Outgoing) -> None:
        """Hand it to the mail server."""
        to = formataddr((message.name, message.address)) if message.name else message.address
        try:
            send_mail(message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [to])
        except (SMTPException, OSError) as error:
            raise NotSentError(f"e-mail : {type(error).__name__}") from error
