"""The report itself: figures with their bases, as every format prints them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from maille.impact.rules.indicators import POPULATION, Counts, Indicator, population, rows_for
from maille.impact.rules.periods import Period

SMALL_BASE = 80
SMALL_BASE_NOTE = f"effectif inférieur à {SMALL_BASE}"
HIDDEN_NOTE = "non diffusé"


@dataclass(frozen=True)
class Figure:
    """One indicator's numbers; None where there is none, or where it is not for this audience."""

    indicator: Indicator
    base: int | None
    count: int | None
    pct: int | None
    known: int | None
    notes: tuple[str, ...] = ()
    hidden: bool = False
    """Whether the count is kept back from this audience."""

    @property
    def key(self) -> str:
        """The indicator's key."""
        return self.indicator.key

    @property
    def label(self) -> str:
        """The indicator's French name."""
        return self.indicator.label

    @property
    def definition(self) -> str:
        """The indicator's French definition."""
        return self.indicator.definition

    def as_json(self) -> dict[str, Any]:
        """As the JSON report prints it."""
        return {
            "key": self.key,
            "base": self.base,
            "count": self.count,
            "pct": self.pct,
            "label": self.label,
            "definition": self.definition,
            "known": self.known,
            "notes": list(self.notes),
        }


COMPUTED = {"receipt": "recettes, à leur date", "invoice": "recettes, à la date de la facture"}
"""How a computed line was counted, as documents say it."""


@dataclass(frozen=True)
class Turnover:
    """A KPA's sales excluding tax between two days, in cents."""

    kpa: str
    start: datetime.date
    end: datetime.date
    cents: int
    overflows: bool = False
    """Whether part of it lies outside the report's period."""
    computed: str = ""
    """Computed from what jobs received: by the date of the "receipt" or of the "invoice"; "" when entered by hand."""

    @property
    def year(self) -> int | None:
        """The calendar year it belongs to, None when it spans several."""
        return self.start.year if self.start.year == self.end.year else None

    def as_json(self) -> dict[str, Any]:
        """As the JSON report prints it; `overflows` and `computed` only where there is something to say."""
        line: dict[str, Any] = {"kpa": self.kpa, "year": self.year, "cents": self.cents}
        if self.overflows:
            line["overflows"] = True
        return line | {"computed": self.computed} if self.computed else line


@dataclass(frozen=True)
class Report:
    """Figures in the table's order, for one audience."""

    period: Period
    audience: str
    figures: tuple[Figure, ...]
    turnover: tuple[Turnover, ...] = ()
    kpas: tuple[str, ...] = field(default=())
    """Names of the KPAs the report is limited to; none means the whole network."""

    def as_json(self) -> dict[str, Any]:
        """The report exactly as designed."""
        return {
            "period": self.period.as_json(),
            "audience": self.audience,
            "indicators": [figure.as_json() for figure in self.figures],
            "turnover": [line.as_json() for line in self.turnover],
        }

    def figure(self, key: str) -> Figure | None:
        """One indicator's figure, if the report has it."""
        return next((figure for figure in self.figures if figure.key == key), None)

    def section(self, section: str) -> tuple[Figure, ...]:
        """The figures of one section (indicators.SECTIONS), in order."""
        return tuple(figure for figure in self.figures if figure.indicator.section == section)

    def family(self, prefix: str) -> tuple[Figure, ...]:
        """The figures drawn together: family("age") gives age.16-24 and the others."""
        return tuple(figure for figure in self.figures if figure.indicator.family == prefix)


def half_up(count: int, base: int) -> int | None:
    """The share in whole percent, rounded half up; None on an empty base."""
    return (200 * count + base) // (2 * base) if base else None


def figures_from(counts: Counts) -> tuple[Figure, ...]:
    """Every indicator of the table, nothing hidden."""
    rows = rows_for(counts.get("department", {}))
    by_key = {row.key: row.count(counts) for row in rows}
    return tuple(figure_of(row, counts, by_key) for row in rows)


def figure_of(row: Indicator, counts: Counts, by_key: dict[str, int]) -> Figure:
    """One indicator's numbers, from the counts of its dimension and of its base."""
    if not row.base:
        everybody = population(counts)
        return Figure(row, None, everybody, None, everybody)
    base, count = by_key[row.base], by_key[row.key]
    unknown = counts.get(row.dimension, {}).get(row.unknown, 0) if row.unknown else 0
    notes = (SMALL_BASE_NOTE,) if base < SMALL_BASE else ()
    return Figure(row, base, count, half_up(count, base) if row.has_pct else None, base - unknown, notes)


def hide(figures: Iterable[Figure], hidden: frozenset[str], unknowns: frozenset[tuple[str, str]]) -> tuple[Figure, ...]:
    """The figures without the counts of `hidden` keys, nor the bases and shares that would give them back.

    `unknowns` names the questions (base, dimension) whose `known` would reveal how many gave no answer.
    """
    kept: list[Figure] = []
    for figure in figures:
        count_hidden, base_hidden = figure.key in hidden, figure.indicator.base in hidden
        asked = (figure.indicator.base, figure.indicator.dimension)
        known = None if base_hidden or asked in unknowns else figure.known
        if figure.key == POPULATION and count_hidden:
            known = None
        if not (count_hidden or base_hidden):
            kept.append(replace(figure, known=known))
            continue
        notes = (HIDDEN_NOTE,) if base_hidden else (*figure.notes, HIDDEN_NOTE)
        base, count = None if base_hidden else figure.base, None if count_hidden else figure.count
        kept.append(replace(figure, base=base, count=count, pct=None, known=known, notes=notes, hidden=count_hidden))
    return tuple(kept)


def read(held: dict[str, Any], kpas: Iterable[str], days: Iterable[tuple[str, str]]) -> Report:
    """A report from its JSON, in its own words; `days` are the turnover lines' from and to, which JSON leaves out."""
    table = {row.key: row for row in rows_for(key.partition(".")[2] for key in keys_of_departments(held))}
    figures = []
    for each in held["indicators"]:
        row = table.get(each["key"]) or Indicator(each["key"], "", "", "people")
        own = replace(row, label=each["label"], definition=each["definition"])
        base, count, pct, known = (each[name] for name in ("base", "count", "pct", "known"))
        figures.append(Figure(own, base, count, pct, known, tuple(each["notes"]), count is None))
    day = datetime.date.fromisoformat
    period = Period(day(held["period"]["from"]), day(held["period"]["to"]))
    turnover = [
        Turnover(
            line["kpa"], day(start), day(end), line["cents"], line.get("overflows", False), line.get("computed", "")
        )
        for line, (start, end) in zip(held["turnover"], days, strict=True)
    ]
    return Report(period, held["audience"], tuple(figures), tuple(turnover), tuple(kpas))


def keys_of_departments(held: dict[str, Any]) -> list[str]:
    """The department rows of a JSON report."""
    return [each["key"] for each in held["indicators"] if each["key"].startswith("department.")]
