"""How messages leave: an explicit list of senders, one of which is chosen by `MAILLE_SENDER`.

`email` (the usual one, through the mail server of `MAILLE_EMAIL_URL`), `console` (the server's own output) or
`file:/path` (one JSON line per message). A text message sender is one more module here and one more line in `SENDERS`.
"""

from collections.abc import Callable

from django.conf import settings

from maille.identity.senders import console, email, file
from maille.identity.senders.contract import NotSentError, Outgoing, Sender

__all__ = ["SENDERS", "NotSentError", "Outgoing", "Sender", "chosen", "chosen_name"]

SENDERS: dict[str, Callable[[str], Sender]] = {
    "console": console.ConsoleSender,
    "email": email.EmailSender,
    "file": file.FileSender,
}
"""Word → what makes the sender, given what follows the colon."""


def chosen_name() -> str:
    """The word chosen: `email`, `console`, `file`."""
    word: str = settings.SENDER.partition(":")[0]
    return word


def chosen() -> Sender:
    """The sender of this installation; ValueError names the words known."""
    word, _, rest = settings.SENDER.partition(":")
    if word not in SENDERS:
        raise ValueError(f"MAILLE_SENDER={settings.SENDER} : choisissez parmi {', '.join(SENDERS)} (file:/chemin).")
    return SENDERS[word](rest)
