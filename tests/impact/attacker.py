"""Somebody who reads the published reports and tries to work the hidden counts out. Shares no code with Maille's rules.

The only input is what the JSON reports print. Each hidden count is an unknown of at least 1; each published fact is an
equation. For one unknown, a search looks for a table that fits them all and gives it another value than the true one.
"""

from collections.abc import Iterable
from typing import Any

Cell = tuple[str, str]
Terms = list[tuple[Cell, int]]

WHOLES = {
    "cooperants": [
        ["age.16-24", "age.25-39", "age.40-54", "age.55+", "age.unknown"],
        [f"level.{key}" for key in ("below_cap", "cap_bep", "bac", "bac_2_4", "bac_5", "unknown")],
        [f"planned.{key}" for key in ("<12", "12", "13-23", "24", "25+", "unknown")],
        ["in_kpa", "left"],
        ["department.*"],
    ],
    "registered_before": [[f"registered_for.{key}" for key in ("<6", "6-12", "13-24", "25-60", "61+")]],
    "in_kpa": [[f"in_kpa_for.{key}" for key in ("<6", "6-12", "13-21", "22+")]],
    "left": [
        [f"stayed.{key}" for key in ("<6", "6-12", "13-21", "22+")],
        [
            f"exit.{key}"
            for key in (
                "employment",
                "training",
                "business_creation",
                "other_scheme",
                "none",
                "civic_service",
                "unknown",
            )
        ],
    ],
    "exit.employment": [
        [f"exit.employment.{key}" for key in ("cdi", "cdd_6_plus", "cdd_under_6", "interim", "unknown")]
    ],
    "exit.training": [[f"exit.training.{key}" for key in ("qualifying", "non_qualifying", "unknown")]],
}
PARTS = ["women", "qpv", "single_parent", "international_protection", "mission_locale", "disabled"]
REGISTRATIONS = ["registered_before", "registered_during"]


class Attacker:
    """What can be known from the reports: `reports` maps "" to the network's JSON and each KPA's name to its own."""

    def __init__(self, reports: dict[str, dict[str, Any]]) -> None:
        self.published: dict[Cell, int | None] = {}
        self.equations: list[tuple[Terms, int]] = []
        self.slack = 0
        figures = {where: {each["key"]: each for each in report["indicators"]} for where, report in reports.items()}
        keys = sorted({key for each in figures.values() for key in each})
        for where, each in figures.items():
            for key in keys:
                self.published[key, where] = each[key]["count"] if key in each else 0
            self.read(where, each, keys)
        for key in keys:
            self.equal([((key, where), 1) for where in figures if where] + [((key, ""), -1)])

    def read(self, where: str, figures: dict[str, Any], keys: list[str]) -> None:
        """The facts of one report."""
        departments = [key for key in keys if key.startswith("department.")]
        for base, families in WHOLES.items():
            for family in families:
                parts = departments if family == ["department.*"] else family
                self.equal([((key, where), 1) for key in parts] + [((base, where), -1)])
        for key in PARTS:
            self.at_most([(key, where)], where, figures[key]["known"])
        self.at_most([(key, where) for key in REGISTRATIONS], where, figures["registered_before"]["known"])
        for key, figure in figures.items():
            family = "" if key in PARTS + REGISTRATIONS else key.rpartition(".")[0]
            unknown = f"{family}.unknown"
            if family and unknown in figures and figure["base"] is not None and figure["known"] is not None:
                assert figures[unknown]["count"] == figure["base"] - figure["known"], "known gives an unknown away"

    def at_most(self, parts: list[Cell], where: str, known: int | None) -> None:
        """Parts are at most what is known of everybody, or everybody when that is not said."""
        self.slack += 1
        rest = (f"rest {self.slack}", where)
        self.published[rest] = None
        whole: Terms = [(rest, 1), *((part, 1) for part in parts)]
        if known is None:
            self.equal([*whole, (("cooperants", where), -1)])
        else:
            self.equal(whole, known)

    def equal(self, terms: Terms, total: int = 0) -> None:
        """Note that these unknowns add up, what is published being taken out."""
        unknown: Terms = []
        for cell, sign in terms:
            value = self.published[cell]
            if value is None:
                unknown.append((cell, sign))
            else:
                total -= sign * value
        if unknown:
            self.equations.append((unknown, total))
        else:
            assert total == 0, "the published counts do not add up"

    def hidden(self) -> list[Cell]:
        """The counts to be found."""
        return [cell for cell, value in self.published.items() if value is None and not cell[0].startswith("rest ")]

    def another(self, cell: Cell, values: Iterable[int], most: int) -> dict[Cell, int] | None:
        """A table that fits and gives the cell one of these values, if there is one."""
        for value in values:
            bounds = {
                other: (0 if other[0].startswith("rest ") else 1, most)
                for other, held in self.published.items()
                if held is None
            }
            bounds[cell] = (value, value)
            if table := self.search(bounds):
                return table
        return None

    def search(self, bounds: dict[Cell, tuple[int, int]]) -> dict[Cell, int] | None:
        """Narrow the bounds, then try the values of the least free unknown in turn."""
        stack = [bounds]
        steps = 0
        while stack:
            steps += 1
            if steps > 4000:
                raise RuntimeError("The attacker gave up: the table is too large for this test.")
            tried = self.narrow(dict(stack.pop()))
            if tried is None:
                continue
            free = [(high - low, cell) for cell, (low, high) in tried.items() if high > low]
            if not free:
                return {cell: low for cell, (low, _) in tried.items()}
            _, cell = min(free)
            low, high = tried[cell]
            stack += [tried | {cell: (value, value)} for value in range(high, low - 1, -1)]
        return None

    def narrow(self, bounds: dict[Cell, tuple[int, int]]) -> dict[Cell, tuple[int, int]] | None:
        """Bounds that follow from each equation, again until nothing moves; None when no table fits."""
        moved = True
        while moved:
            moved = False
            for terms, total in self.equations:
                lows = [min(sign * bounds[cell][0], sign * bounds[cell][1]) for cell, sign in terms]
                highs = [max(sign * bounds[cell][0], sign * bounds[cell][1]) for cell, sign in terms]
                for (cell, sign), low, high in zip(terms, lows, highs, strict=True):
                    least, most = total - (sum(highs) - high), total - (sum(lows) - low)
                    if sign < 0:
                        least, most = -most, -least
                    old = bounds[cell]
                    new = max(old[0], least), min(old[1], most)
                    if new[0] > new[1]:
                        return None
                    if new != old:
                        bounds[cell], moved = new, True
                        lows = [min(s * bounds[c][0], s * bounds[c][1]) for c, s in terms]
                        highs = [max(s * bounds[c][0], s * bounds[c][1]) for c, s in terms]
        return bounds
