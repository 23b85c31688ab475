"""Near-duplicates: two records that may be one person.

Reported, never merged by themselves (design: "The register file").
The same person is one with the same folded names and the same birth date; that is not a near-duplicate but the person.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from maille.journeys.rules.names import fold


@dataclass(frozen=True, slots=True)
class Identity:
    """Folded names and birth date; build it with `of`."""

    last: str
    first: str
    birth: datetime.date | None

    @classmethod
    def of(cls, last_name: str, first_name: str, birth: datetime.date | None) -> "Identity":
        """From names as people write them."""
        return cls(fold(last_name), fold(first_name), birth)

    @classmethod
    def from_key(cls, identity_key: str, birth: datetime.date | None) -> "Identity":
        """From a stored `last|first` key (names.identity_key)."""
        last, _, first = identity_key.partition("|")
        return cls(last, first, birth)

    @property
    def key(self) -> str:
        """`last|first`, as stored."""
        return f"{self.last}|{self.first}"

    @property
    def swapped_key(self) -> str:
        """The key if the two names were typed in each other's box."""
        return f"{self.first}|{self.last}"


def resemblance(one: Identity, other: Identity) -> str:
    """Why the two may be one person, in French, to be read after the other's name; "" when they do not look alike.

    Exactly the same identity gives "mêmes noms, même date de naissance": the caller decides what it means.
    """
    same_birth = one.birth is not None and one.birth == other.birth
    if one.key == other.key:
        if same_birth:
            return "mêmes noms, même date de naissance"
        return "mêmes noms, dates de naissance presque identiques" if close_dates(one.birth, other.birth) else ""
    swapped = one.key == other.swapped_key
    if swapped and (same_birth or close_dates(one.birth, other.birth)):
        return "nom et prénom inversés"
    if same_birth and close_names(one, other):
        return "noms presque identiques, même date de naissance"
    return ""


def close_dates(one: datetime.date | None, other: datetime.date | None) -> bool:
    """One unknown, day and month exchanged, or one of day, month and year different by a slip of one digit."""
    if one is None or other is None:
        return True
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return True
    a, b = f"{one:%d%m%Y}", f"{other:%d%m%Y}"
    return sum(x != y for x, y in zip(a, b, strict=True)) == 1


def close_names(one: Identity, other: Identity) -> bool:
    """A slip of the keyboard in one of the names, a part of a compound name left out, or an initial."""
    if one.last == other.last:
        return close_word(one.first, other.first) or part_of(one.first, other.first)
    if one.first == other.first:
        return close_word(one.last, other.last) or part_of(one.last, other.last)
    return close_word(one.last, other.last) and close_word(one.first, other.first)


def close_word(one: str, other: str) -> bool:
    """At most one slip in a short word, two in one of eight letters or more; very short words must be equal."""
    shortest = min(len(one), len(other))
    allowed = 0 if shortest < 3 else 1 if shortest < 8 else 2
    return one == other or (allowed > 0 and distance(one, other, allowed) <= allowed)


def part_of(one: str, other: str) -> bool:
    """Marie and Marie Claude, Benali and Benali Traoré, M and Marie."""
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return long.startswith(short)
    return bool(short) and set(short.split()) < set(long.split())


def distance(one: str, other: str, limit: int) -> int:
    """Slips between two words, `limit` + 1 when more: a letter added, dropped, changed, or two neighbours exchanged."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        current = [i]
        for j, b in enumerate(other, start=1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)


def resembling(one: Identity, others: Iterable[tuple[int, Identity]]) -> list[tuple[int, str]]:
    """(number, why) of those that look like `one`, the same identity included, in the order given."""
    return [(number, why) for number, other in others if (why := resemblance(one, other))]
