"""What deserves a look is asked before it is written; whoever has seen it says « C'est bien ça », and it is written.

The line is written, looked at, and undone with its transaction unless each warning was seen: the very same computation.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence

Warned = Mapping[str, Sequence[str]]
"""Field → what deserves a look there, in words."""


class ToConfirmError(Exception):
    """Nothing is written: somebody has to look first. Raised inside the transaction that wrote."""

    def __init__(self, warned: Warned) -> None:
        super().__init__("; ".join(sentences(warned)))
        self.warned = warned


def sentences(warned: Warned) -> list[str]:
    """All of them, each once."""
    return list(dict.fromkeys(sentence for said in warned.values() for sentence in said))


def mark(sentence: str) -> str:
    """What a form carries of a warning its reader saw: another one is asked again."""
    return hashlib.blake2s(sentence.encode(), digest_size=6).hexdigest()


def marks(warned: Warned) -> str:
    """Those of all the warnings shown, as the confirming button sends them."""
    return " ".join(mark(sentence) for sentence in sentences(warned))


def ask(warned: Warned, seen: Collection[str] | None) -> None:
    """Refuse to go on while a warning was not seen; `seen` None writes whatever there is to say, told afterwards."""
    if seen is not None and any(mark(sentence) not in seen for sentence in sentences(warned)):
        raise ToConfirmError(warned)


def unseen(found: Sequence[str], seen: Collection[str]) -> list[str]:
    """What is still to tell once it is written."""
    return [sentence for sentence in found if mark(sentence) not in seen]
