"""What a sender is given, and what it owes."""

from dataclasses import dataclass
from typing import Protocol


class NotSentError(Exception):
    """The message did not leave; its text says why, without the address nor the message itself."""


@dataclass(frozen=True)
class Outgoing:
    """One message, already checked: no line break anywhere but in the text."""

    address: str
    name: str
    subject: str
    text: str


class Sender(Protocol):
    """Something that takes a message away."""

    def send(self, message: Outgoing) -> None:
        """Take it away now; NotSentError when it cannot leave. Never keeps a copy elsewhere than told."""
        ...
