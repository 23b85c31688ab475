"""Messages in a file, one JSON line each: for another program to take them away (a text message gateway), or to try."""

import json
import os
import pathlib
from dataclasses import asdict

from django.utils import timezone

from maille.identity.senders.contract import NotSentError, Outgoing


class FileSender:
    """Adds each message to a file that only its owner reads."""

    def __init__(self, rest: str) -> None:
        self.path = pathlib.Path(rest)

    def send(self, message: Outgoing) -> None:
        """Add one line, in one write, so that two processes never mix theirs."""
        line = json.dumps({"at": timezone.now().isoformat(), **asdict(message)}, ensure_ascii=False) + "\n"
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, line.encode())
            finally:
                os.close(descriptor)
        except OSError as error:
            raise NotSentError(f"fichier : {error.strerror}") from error
