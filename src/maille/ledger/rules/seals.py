"""The seal of a posting: a digest of all it says, of what it moves and of the seal before it.

Whoever gets behind the database's refusals and changes a cent, a day or an owner breaks the seal; whoever makes that
seal again breaks the one that follows it (docs/decisions/018).
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Owner:
    """Whose account it is: numbers, that never change."""

    pk: int
    kind: str
    participant: int | None
    activity: int | None
    job: int | None

    @property
    def told(self) -> list[object]:
        """As it is sealed."""
        return [self.pk, self.kind, self.participant, self.activity, self.job]


@dataclass(frozen=True)
class Sealed:
    """What a posting says, and the seal of the one written before."""

    kpa: int
    kind: str
    day: datetime.date
    key: str
    facts: Mapping[str, Any]
    reverses: int | None
    posted_at: datetime.datetime
    posted_by: int | None
    previous: int | None
    previous_seal: str


def seal(said: Sealed, moves: Iterable[tuple[Owner, Owner, int]]) -> str:
    """64 hexadecimal digits; the order in which moves are read changes nothing."""
    moved = sorted(([source.told, target.told, cents] for source, target, cents in moves), key=json.dumps)
    whole = [
        said.kpa,
        said.kind,
        said.day.isoformat(),
        said.key,
        said.facts,
        said.reverses,
        said.posted_at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        said.posted_by,
        said.previous,
        said.previous_seal,
        moved,
    ]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
