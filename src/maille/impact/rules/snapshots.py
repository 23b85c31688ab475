"""The codes behind a report's figures, kept with it, and what has changed since, person by person."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from maille.impact.rules.dimensions import DIMENSIONS
from maille.impact.rules.indicators import POPULATION, Counts, Indicator, rows_for


@dataclass(frozen=True)
class Row:
    """One person's reference journey with its codes, no name."""

    journey: int
    person: int
    kpa: int
    codes: Mapping[str, str]


@dataclass(frozen=True)
class CodeChange:
    """One answer, before and after, in French; `before` "" for somebody who was not counted."""

    dimension: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """What became of one person between two snapshots."""

    kind: str
    """entered, left, changed, or moved: another journey of theirs is looked at now."""
    person: int
    before: int | None
    """The journey looked at then."""
    after: int | None
    """The journey looked at now."""
    changes: tuple[CodeChange, ...]
    lost: tuple[str, ...]
    """Keys of indicators which counted them and do no more."""
    gained: tuple[str, ...]


KINDS = {
    "entered": "Entre dans le bilan",
    "left": "N'est plus dans le bilan",
    "changed": "A changé",
    "moved": "Un autre parcours est regardé",
}


def pack(rows: Iterable[Row]) -> str:
    """Rows as compact JSON text, in the order given."""
    names = list(DIMENSIONS)
    listed = [[row.journey, row.person, row.kpa, *(row.codes[name] for name in names)] for row in rows]
    return json.dumps({"dimensions": names, "rows": listed}, separators=(",", ":"), ensure_ascii=False)


def unpack(text: str) -> list[Row]:
    """Rows from what `pack` wrote, by this version of Maille or an older one."""
    held = json.loads(text)
    names = held["dimensions"]
    return [
        Row(journey, person, kpa, dict(zip(names, codes, strict=True))) for journey, person, kpa, *codes in held["rows"]
    ]


def counts_of(rows: Iterable[Row]) -> Counts:
    """The counts the rows add up to."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        for dimension, code in row.codes.items():
            if code:
                counts.setdefault(dimension, Counter())[code] += 1
    return counts


def differences(then: Iterable[Row], now: Iterable[Row]) -> list[Difference]:
    """Everybody who is not counted as they were, by journey; a journey is followed even if its file was merged."""
    old, new = {row.journey: row for row in then}, {row.journey: row for row in now}
    places = {row.codes["department"] for row in [*old.values(), *new.values()]}
    table = rows_for(places)
    gone = {row.person: row for journey, row in old.items() if journey not in new}
    come = {row.person: row for journey, row in new.items() if journey not in old}
    found = [
        difference("changed", row, new[journey], table)
        for journey, row in old.items()
        if journey in new and dict(row.codes) != dict(new[journey].codes)
    ]
    found += [difference("moved", row, come[person], table) for person, row in gone.items() if person in come]
    found += [difference("left", row, None, table) for person, row in gone.items() if person not in come]
    found += [difference("entered", None, row, table) for person, row in come.items() if person not in gone]
    return sorted(found, key=lambda each: (each.before or each.after or 0, each.after or 0))


def difference(kind: str, before: Row | None, after: Row | None, table: Iterable[Indicator]) -> Difference:
    """One person's difference, told in answers and in indicators."""
    table = tuple(table)
    was, now = keys_of(before, table), keys_of(after, table)
    row = after or before
    assert row is not None  # noqa: S101 - a difference has a side at least
    return Difference(
        kind,
        row.person,
        before.journey if before else None,
        after.journey if after else None,
        tuple(code_changes(before.codes if before else {}, after.codes if after else {})),
        tuple(key for key in was if key not in now),
        tuple(key for key in now if key not in was),
    )


def keys_of(row: Row | None, table: Iterable[Indicator]) -> tuple[str, ...]:
    """The indicators that count this person, in the table's order."""
    if row is None:
        return ()
    return tuple(
        each.key for each in table if each.key == POPULATION or row.codes.get(each.dimension, "") in each.values
    )


def code_changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[CodeChange]:
    """The answers that differ, in the order of the dimensions."""
    for name, dimension in DIMENSIONS.items():
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            yield CodeChange(name, dimension.label, dimension.codes.get(was, was), dimension.codes.get(now, now))
