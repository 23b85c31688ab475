"""Keeping small counts back, so that no reader can work a hidden one out (design: "secondary suppression").

The network's report and each KPA's, of one period, are one table: a cell is an indicator (or a number of people without
an answer, which `known` gives away) of one unit. Three facts tie cells together, and any reader knows them:

* the answers to one question add up to its base (ages to everybody, exits to those who left, contracts to jobs…);
* an indicator that is not a whole question (women, QPV) is at most its base less those whose answer is unknown;
* the network is the sum of its KPAs. Somebody in two KPAs makes that slightly false; we suppose that the reader even
  knows by how much.

A hidden cell is safe when another table fits all that is published and differs there: the true table plus a *move*, a
few cells up and a few down that leave every sum as it was and no hidden cell under 1 (a zero is never hidden). For each
hidden cell we look for its cheapest move (`moves`), where moving a hidden cell costs nothing and moving a published one
costs hiding it; those it needs become hidden too. Whatever is hidden later can only add tables, so each cell is looked
at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from maille.impact.rules.dimensions import DIMENSIONS, UNKNOWN
from maille.impact.rules.indicators import Counts, Indicator, rows_for
from maille.impact.rules.moves import System, cheapest

LIMITS = {"team": 0, "internal": 4, "public": 10}
"""Audience → the largest count kept back; each audience sees no more than the one before."""
NETWORK = None
Unit = int | None
Cell = tuple[str, Unit]
"""Indicator key, or `?dimension` for people without an answer; KPA id, or NETWORK."""
Tables = Mapping[Unit, Counts]
Asked = tuple[str, str]
"""A question: the key of its base, and its dimension."""

BASE_COST, NETWORK_COST = 4, 2
"""How many times its count it costs to hide a base, a network's cell."""


@dataclass(frozen=True)
class Hidden:
    """The cells an audience does not see."""

    cells: frozenset[Cell]

    def keys(self, unit: Unit) -> frozenset[str]:
        """Indicators hidden in one unit's report."""
        return frozenset(key for key, where in self.cells if where == unit and not key.startswith("?"))

    def unknowns(self, unit: Unit) -> frozenset[Asked]:
        """Questions whose `known` is hidden in one unit's report."""
        return unknowns_behind(key for key, where in self.cells if where == unit)


def unknowns_behind(hidden: Iterable[str]) -> frozenset[Asked]:
    """The questions whose `known` would give a hidden cell away."""
    kept = frozenset(hidden)
    return frozenset(asked.key for asked in questions(rows_for(())) if asked.gap in kept)


@dataclass(frozen=True)
class Question:
    """The rows that share a base and a dimension; `gap` is the cell counting those without an answer, if any."""

    rows: tuple[Indicator, ...]
    base: str
    whole: bool
    """Whether the rows are all the answers there are."""
    gap: str | None

    @property
    def key(self) -> Asked:
        """What names it."""
        return self.base, self.rows[0].dimension

    @property
    def parts(self) -> tuple[str, ...]:
        """The cells that add up to the base, or to less than it when not whole."""
        keys = tuple(row.key for row in self.rows)
        return keys if self.gap is None or self.gap in keys else (*keys, self.gap)


def questions(rows: Iterable[Indicator]) -> list[Question]:
    """The table's questions, in its order."""
    grouped: dict[tuple[str, str], list[Indicator]] = {}
    for row in rows:
        if row.base:
            grouped.setdefault((row.base, row.dimension), []).append(row)
    return [question_of(base, dimension, group) for (base, dimension), group in grouped.items()]


def question_of(base: str, dimension: str, rows: list[Indicator]) -> Question:
    """One question: whether its rows are whole, and where those without an answer are counted."""
    told = {value for row in rows for value in row.values}
    codes = set(DIMENSIONS[dimension].codes)
    if dimension == "detail":
        codes = {code for code in codes if code.startswith(base.removeprefix("exit.") + ".")}
    unknown = rows[0].unknown
    gap = f"?{dimension}" if unknown else None
    for row in rows:
        if unknown in row.values:
            gap = row.key
    return Question(tuple(rows), base, codes <= told, gap)


@dataclass
class Table(System):
    """The equations between cells: which variable each cell is."""

    cells: dict[Cell, int] = field(default_factory=dict)


def hide_small(tables: Tables, audience: str) -> Hidden:
    """What `audience` does not see of the network's and its KPAs' reports; nothing for the team.

    What is kept from the internal audience is kept from the public too, so that reading both reports gives no more.
    """
    hidden: set[Cell] = set()
    for name, limit in LIMITS.items():
        if limit:
            values, asked = cell_values(tables)
            hidden |= {cell for cell, value in values.items() if 0 < value <= limit}
            hidden = protect(system_of(values, asked, tables, hidden), hidden)
        if name == audience:
            break
    return Hidden(frozenset(hidden))


def cell_values(tables: Tables) -> tuple[dict[Cell, int], list[Question]]:
    """Every cell's value, zeros included, and the questions that tie them."""
    places = {code for counts in tables.values() for code in counts.get("department", {})}
    rows = rows_for(places)
    asked = questions(rows)
    values: dict[Cell, int] = {}
    for unit, counts in tables.items():
        for row in rows:
            values[row.key, unit] = row.count(counts)
        for question in asked:
            if question.gap and question.gap.startswith("?"):
                values[question.gap, unit] = counts.get(question.rows[0].dimension, {}).get(UNKNOWN, 0)
    return values, asked


def system_of(values: Mapping[Cell, int], asked: list[Question], tables: Tables, hidden: set[Cell]) -> Table:
    """The equations between cells that are not zero."""
    system = Table()
    bases = {question.base for question in asked}
    for cell, value in values.items():
        if value:
            key, unit = cell
            dear = (BASE_COST if key in bases else 1) * (NETWORK_COST if unit is NETWORK else 1)
            system.cells[cell] = system.add(value, 1, 0 if cell in hidden else value * dear)
    for unit in tables:
        for question in asked:
            parts = [(key, unit) for key in question.parts]
            signed = [(system.cells[cell], 1) for cell in parts if values[cell]]
            if not question.whole:
                rest = values[question.base, unit] - sum(values[cell] for cell in parts)
                signed.append((system.add(rest, 0, 0), 1))
            if values[question.base, unit]:
                system.tie([*signed, (system.cells[question.base, unit], -1)])
    for key in dict.fromkeys(key for key, _ in values):
        signed = [(system.cells[key, unit], 1) for unit in tables if unit is not NETWORK and values[key, unit]]
        if values.get((key, NETWORK)):
            signed.append((system.cells[key, NETWORK], -1))
        if signed and NETWORK in tables:
            system.tie(signed)
    return system


def protect(system: Table, hidden: set[Cell]) -> set[Cell]:
    """`hidden` with the companions that give every one of its cells a move."""
    names = {variable: cell for cell, variable in system.cells.items()}
    done: set[int] = set()
    queue = [system.cells[cell] for cell in system.cells if cell in hidden]
    for variable in queue:
        if variable in done:
            continue
        move = cheapest(system, variable)
        for moved in move:
            done.add(moved)
            system.costs[moved] = 0
    return hidden | {names[variable] for variable in done if variable in names}


def hide_in_subset(values: Mapping[str, int], kpas: Iterable[int], hidden: Hidden, limit: int) -> frozenset[str]:
    """What is hidden when only some KPAs are taken together: whatever the KPAs' own reports do not already give.

    A cell is shown when every one of these KPAs shows its own: their sum is then no news. Any other would tell
    something of a hidden cell, alone or with another choice of KPAs.
    """
    unseen = {key for key, unit in hidden.cells if unit in set(kpas)}
    return frozenset(key for key, value in values.items() if key in unseen or 0 < value <= limit)
