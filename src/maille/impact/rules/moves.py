"""Moves: changes of a few cells that leave every sum of a table as it was (docs/decisions/005).

A quick way, that mends one broken sum after another by its cheapest chain, finds nearly all of them. Where it goes
astray, a search tries again, and takes its steps back.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import count as counter
from itertools import takewhile

PATIENCE = 80
"""Repairs tried for one move before giving it up."""
WAYS = tuple((branch, first) for branch in (6, 60, 0) for first in (min, max))
"""Ways to look for a move, tried in turn: what a cell of several sums is thought to cost beyond its own, and which
broken sum to mend first."""
REACH = 3
"""How far a cell is moved, at most, when moves are searched one by one."""
NODES = 1000
"""Tables tried by one search before giving it up."""


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


def cheapest(system: System, variable: int) -> dict[int, int]:
    """The cheaper of the moves that raise or lower a cell; itself alone when the sums leave it no freedom."""
    steps = [step for step in (1, -1) if system.values[variable] + step >= system.floors[variable]]
    for way in WAYS:
        moves = [move for step in steps if (move := find_move(system, variable, step, *way))]
        if moves:
            return min(moves, key=partial(paid, system))
    return searched(system, variable, steps) or {variable: 0}


def paid(system: System, move: Iterable[int]) -> int:
    """What it costs to hide the cells of a move."""
    return sum(system.costs[moved] for moved in move)


def searched(system: System, variable: int, steps: Iterable[int]) -> dict[int, int] | None:
    """A move found by search alone: among the cells that cost little, then among more and more of them.

    The last search only raises cells: one person more, counted everywhere that somebody of this cell is. In a table
    of people each in one KPA there is always that move.
    """
    dearest = max(system.costs)
    for most in (*takewhile(lambda most: most < dearest, (4**power for power in range(12))), dearest):
        moves = [
            sparing(system, variable, step, move)
            for step in steps
            if (move := search(system, variable, step, bounds_of(system, most, -REACH)))
        ]
        if moves:
            return min(moves, key=partial(paid, system))
    return search(system, variable, 1, bounds_of(system, dearest, 0))


def bounds_of(system: System, most: int, least: int) -> "Bounds":
    """How far each cell may move when those that cost more than `most` may not."""
    free = [cost <= most for cost in system.costs]
    return Bounds(
        [
            max(least, floor - value) if may else 0
            for may, floor, value in zip(free, system.floors, system.values, strict=True)
        ],
        [REACH if may else 0 for may in free],
    )


def sparing(system: System, variable: int, step: int, move: dict[int, int]) -> dict[int, int]:
    """The same move or a cheaper one, trying to do without each of its published cells, the dearest first."""
    bounds = bounds_of(system, max(system.costs[moved] for moved in move), -REACH)
    for dear in sorted((moved for moved in move if system.costs[moved]), key=lambda moved: -system.costs[moved]):
        if dear in move and dear != variable:
            without = bounds.copy()
            without.low[dear] = without.high[dear] = 0
            other = search(system, variable, step, without)
            if other and paid(system, other) < paid(system, move):
                move, bounds = other, without
    return move


@dataclass
class Bounds:
    """The least and the most each variable may change by."""

    low: list[int]
    high: list[int]
    moved: set[int] = field(default_factory=set)
    """Those that may not keep still."""

    def copy(self) -> "Bounds":
        """The same, to be narrowed apart."""
        return Bounds(self.low.copy(), self.high.copy(), self.moved.copy())

    def nearest(self, variable: int) -> int:
        """The smallest change that is allowed."""
        return max(self.low[variable], min(0, self.high[variable]))

    def push(self, variable: int, by: int) -> None:
        """Make the variable change by one more, that way."""
        self.moved.add(variable)
        if by > 0:
            self.low[variable] = self.nearest(variable) + 1
        else:
            self.high[variable] = self.nearest(variable) - 1

    def stop(self, variable: int, by: int) -> None:
        """Let the variable change no more that way."""
        if by > 0:
            self.high[variable] = self.nearest(variable)
        else:
            self.low[variable] = self.nearest(variable)


def search(system: System, variable: int, step: int, bounds: Bounds) -> dict[int, int] | None:
    """A move within bounds; None when there is none, or none met soon.

    Every cell keeps still until a sum needs it. The broken sum that leaves least choice is mended by its most promising
    cell, or else that cell is held back: no change is tried twice, none is left out. What follows the most promising
    cells all along is looked at first, then what refuses one of them, then two (limited discrepancy search).
    """
    order = counter()
    heap: list[tuple[int, int, Bounds]] = []

    def keep(refused: int, tried: Bounds, touched: int) -> None:
        if narrow(system, tried, [equation for equation, _ in system.places[touched]]):
            heapq.heappush(heap, (refused, -next(order), tried))

    first = bounds.copy()
    first.push(variable, step)
    keep(0, first, variable)
    for _ in range(NODES):
        if not heap:
            return None
        refused, _, tried = heapq.heappop(heap)
        broken = broken_sums(system, tried)
        if not broken:
            return {which: tried.nearest(which) for which in tried.moved}
        which, by = min((menders(system, tried, broken, equation) for equation in broken), key=len)[0]
        without = tried.copy()
        without.stop(which, by)
        keep(refused + 1, without, which)
        tried.push(which, by)
        keep(refused, tried, which)
    return None


def broken_sums(system: System, bounds: Bounds) -> dict[int, int]:
    """The sums that the smallest changes allowed do not leave as they were: equation → excess."""
    broken: dict[int, int] = {}
    for which in bounds.moved:
        by = bounds.nearest(which)
        for equation, sign in system.places[which]:
            broken[equation] = broken.get(equation, 0) + sign * by
    return {equation: excess for equation, excess in broken.items() if excess}


def menders(system: System, bounds: Bounds, broken: dict[int, int], equation: int) -> list[tuple[int, int]]:
    """The changes by one that mend a sum: the cheapest first, of these those that mend others and break none."""
    found = []
    for which, sign in system.equations[equation]:
        by = -sign if broken[equation] > 0 else sign
        if bounds.low[which] <= bounds.nearest(which) + by <= bounds.high[which]:
            breaks = sum(1 if broken.get(other, 0) * side * by >= 0 else -1 for other, side in system.places[which])
            found.append((0 if which in bounds.moved else system.costs[which], breaks, which, by))
    return [(which, by) for *_, which, by in sorted(found)]


def narrow(system: System, bounds: Bounds, suspects: list[int]) -> bool:
    """Narrow bounds to what the sums allow, from those of `suspects` on; False when they allow nothing."""
    low, high = bounds.low, bounds.high
    waiting = set(suspects)
    while waiting:
        signed = system.equations[waiting.pop()]
        least = sum(low[which] if sign > 0 else -high[which] for which, sign in signed)
        most = sum(high[which] if sign > 0 else -low[which] for which, sign in signed)
        if least > 0 or most < 0:
            return False
        for which, sign in signed:
            if sign > 0:
                down, up = high[which] - most, low[which] - least
            else:
                down, up = high[which] + least, low[which] + most
            if down > low[which] or up < high[which]:
                low[which], high[which] = max(low[which], down), min(high[which], up)
                if low[which] > 0 or high[which] < 0:
                    bounds.moved.add(which)
                waiting.update(equation for equation, _ in system.places[which])
    return True


def find_move(
    system: System, variable: int, step: int, branch: int, first: Callable[[Iterable[int]], int]
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
        path = repair(system, move, broken, first(broken), branch)
        if path is None:
            return None
        for which, by in path:
            change(which, by)
    return None


def repair(
    system: System, move: dict[int, int], broken: dict[int, int], start: int, branch: int
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
            price = cost + (0 if held else system.costs[which])
            came.append((which, by, trail))
            others = [(other, side * by) for other, side in system.places[which] if other != equation]
            loose = [(other, push) for other, push in others if other == start or broken.get(other, 0) * push >= 0]
            if len(others) > 1 or not loose:
                extra = branch * len(loose)
                heapq.heappush(heap, (price + extra, next(order), None, len(came) - 1))
            elif loose[0] not in seen:
                heapq.heappush(heap, (price, next(order), loose[0], len(came) - 1))
    return None


def unwound(came: list[tuple[int, int, int]], trail: int) -> list[tuple[int, int]]:
    """The changes of a chain, from its last link back."""
    path = []
    while trail >= 0:
        which, by, trail = came[trail]
        path.append((which, by))
    return path
