"""Keeping small counts back, so that no reader can work a hidden one out (design: "secondary suppression").

The network's report and each KPA's, of one period, are one table: a cell is an indicator (or a number of people without
an answer, which `known` gives away) of one unit. Three facts tie cells together, and any reader knows them:

* the answers to one question add up to its base (ages to everybody, exits to those who left, contracts to jobs…);
* an indicator that is not a whole question (women, QPV) is at most its base less those whose answer is unknown;
* the network is the sum of its KPAs. Somebody in two KPAs makes that slightly false; we suppose that the reader even
  knows by how much.

A hidden cell is safe when another table fits all that is published and differs there: the true table plus a *move*, a
few cells one up and one down that leave every sum as it was and no hidden cell under 1 (a zero is never hidden). For
each hidden cell we look for its cheapest move, where moving a hidden cell costs nothing and moving a published one
costs hiding it; those it needs become hidden too. Whatever is hidden later can only add tables, so each cell is looked
at once.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count as counter

from maille.impact.rules.dimensions import DIMENSIONS, UNKNOWN
from maille.impact.rules.indicators import Counts, Indicator, rows_for

LIMITS = {"team": 0, "internal": 4, "public": 10}
"""Audience → the largest count kept back; each audience sees no more than the one before."""
NETWORK = None
Unit = int | None
Cell = tuple[str, Unit]
"""Indicator key, or `?dimension` for people without an answer; KPA id, or NETWORK."""
Tables = Mapping[Unit, Counts]
Asked = tuple[str, str]
"""A question: the key of its base, and its dimension."""

PATIENCE = 80
"""Repairs tried for one move before giving it up."""
BASE_COST, NETWORK_COST = 4, 2
"""How many times its count it costs to hide a base, a network's cell."""
WAYS = tuple((branch, first, 0) for branch in (6, 60, 0) for first in (min, max)) + tuple(
    (branch, first, detour) for detour in range(1, 13) for branch in (6, 0) for first in (min, max)
)
"""Ways to look for a move, tried in turn: what a cell of several sums is thought to cost beyond its own, which broken
sum to mend first, and a detour (a small cost of its own for each cell, so as to leave the beaten path)."""


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
class System:
    """The table as equations: each variable has a value, a floor, and a signed place in some sums that stay fixed."""

    values: list[int] = field(default_factory=list)
    floors: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    places: list[list[tuple[int, int]]] = field(default_factory=list)
    """Variable → (equation, sign)."""
    equations: list[list[tuple[int, int]]] = field(default_factory=list)
    """Equation → (variable, sign)."""
    cells: dict[Cell, int] = field(default_factory=dict)

    def add(self, value: int, floor: int, cost: int) -> int:
        """A variable."""
        self.values.append(value)
        self.floors.append(floor)
        self.costs.append(cost)
        self.places.append([])
        return len(self.values) - 1

    def tie(self, signed: list[tuple[int, int]]) -> None:
        """A sum that stays fixed; a zero cell is published and moves nothing, so it is not in it."""
        equation = len(self.equations)
        self.equations.append(signed)
        for variable, sign in signed:
            self.places[variable].append((equation, sign))


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


def system_of(values: Mapping[Cell, int], asked: list[Question], tables: Tables, hidden: set[Cell]) -> System:
    """The equations between cells that are not zero."""
    system = System()
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


def protect(system: System, hidden: set[Cell]) -> set[Cell]:
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


def cheapest(system: System, variable: int) -> dict[int, int]:
    """The cheaper of the moves that raise or lower a cell; itself alone when the sums leave it no freedom at all."""
    for way in WAYS:
        moves = [
            move
            for step in (1, -1)
            if system.values[variable] + step >= system.floors[variable]
            and (move := find_move(system, variable, step, *way))
        ]
        if moves:
            return min(moves, key=lambda move: sum(system.costs[moved] for moved in move))
    return {variable: 0}


def find_move(
    system: System, variable: int, step: int, branch: int, first: Callable[[Iterable[int]], int], detour: int
) -> dict[int, int] | None:
    """Changes, `step` for this variable among them, that leave every equation as it is; None when none is found."""
    move: dict[int, int] = {}
    broken: dict[int, int] = {}

    def change(which: int, by: int) -> None:
        move[which] = move.get(which, 0) + by
        for equation, sign in system.places[which]:
            broken[equation] = broken.get(equation, 0) + sign * by
            if not broken[equation]:
                del broken[equation]

    change(variable, step)
    for _ in range(PATIENCE):
        if not broken:
            return move
        path = repair(system, move, broken, first(broken), branch, detour)
        if path is None:
            return None
        for which, by in path:
            change(which, by)
    return None


def repair(
    system: System, move: dict[int, int], broken: dict[int, int], start: int, branch: int, detour: int
) -> list[tuple[int, int]] | None:
    """The cheapest chain of changes that mends the broken equation `start`.

    It ends on another one broken the other way, on what no other sum holds, or on a cell of several sums, which the
    next repairs will mend.
    """
    origin = (start, 1 if broken[start] > 0 else -1)
    order = counter()
    heap: list[tuple[int, int, tuple[int, int] | None, int]] = [(0, next(order), origin, -1)]
    came: list[tuple[int, int, int]] = []
    seen: set[tuple[int, int]] = set()
    while heap:
        cost, _, state, trail = heapq.heappop(heap)
        if state is None:
            return unwound(came, trail)
        if state in seen:
            continue
        seen.add(state)
        equation, excess = state
        for which, sign in system.equations[equation]:
            by = -excess * sign
            held = move.get(which, 0)
            if held * by < 0 or system.values[which] + held + by < system.floors[which]:
                continue
            paid = cost + (0 if held else system.costs[which]) + (which * 40503 + detour * 7919) % 17 * (detour > 0)
            came.append((which, by, trail))
            others = [(other, side * by) for other, side in system.places[which] if other != equation]
            loose = [(other, push) for other, push in others if other == start or broken.get(other, 0) * push >= 0]
            if len(others) > 1 or not loose:
                extra = branch * len(loose)
                heapq.heappush(heap, (paid + extra, next(order), None, len(came) - 1))
            elif loose[0] not in seen:
                heapq.heappush(heap, (paid, next(order), loose[0], len(came) - 1))
    return None


def unwound(came: list[tuple[int, int, int]], trail: int) -> list[tuple[int, int]]:
    """The changes of a chain, from its last link back."""
    path = []
    while trail >= 0:
        which, by, trail = came[trail]
        path.append((which, by))
    return path


def hide_in_subset(values: Mapping[str, int], kpas: Iterable[int], hidden: Hidden, limit: int) -> frozenset[str]:
    """What is hidden when only some KPAs are taken together: whatever the KPAs' own reports do not already give.

    A cell is shown when every one of these KPAs shows its own: their sum is then no news. Any other would tell
    something of a hidden cell, alone or with another choice of KPAs.
    """
    unseen = {key for key, unit in hidden.cells if unit in set(kpas)}
    return frozenset(key for key, value in values.items() if key in unseen or 0 < value <= limit)
