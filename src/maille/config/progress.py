"""Progress with a count, for commands that take more than a second."""

import time
from typing import Any


class Progress:
    """Writes "what : count" at most twice a second, over itself on a terminal; call `done` at the end."""

    def __init__(self, stream: Any, every: float = 0.5) -> None:
        self.stream = stream
        self.every = every
        self.is_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self.last = time.monotonic()
        self.shown = False

    def __call__(self, what: str, count: int) -> None:
        now = time.monotonic()
        if now - self.last < (self.every if self.is_terminal else 10 * self.every):
            return
        self.last, self.shown = now, True
        text = f"{what} : {count:,}".replace(",", " ")
        self.stream.write(f"\r\x1b[K{text}" if self.is_terminal else text, ending="" if self.is_terminal else "\n")
        self.stream.flush()

    def done(self) -> None:
        """Clear the line."""
        if self.shown and self.is_terminal:
            self.stream.write("\r\x1b[K", ending="")
