"""Messages on the server's own output: to try Maille, not to work."""

import sys

from maille.identity.senders.contract import Outgoing


class ConsoleSender:
    """Writes each message on standard output."""

    def __init__(self, rest: str = "") -> None:
        self.stream = sys.stdout

    def send(self, message: Outgoing) -> None:
        """Write it."""
        lines = [f"À : {message.name} <{message.address}>", f"Titre : {message.subject}", "", message.text, "-" * 72]
        self.stream.write("\n".join(lines) + "\n")
        self.stream.flush()
