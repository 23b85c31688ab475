"""Counting in one pass over the database: the fast path of `rules.counting`, code for code.

One SQL statement per report: the reference journey of each person (no later one overlaps), its dimension codes as small
integers, and one filtered count per code, grouped by department (and by KPA when each KPA is counted by itself). It is
written for SQLite and PostgreSQL with the two dialects below; nothing from outside enters it but dates, numbers and
codes of our own, printed as literals.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

from maille.impact.rules import dimensions
from maille.impact.rules.dimensions import DIMENSIONS, UNKNOWN, Bands
from maille.impact.rules.indicators import Counts
from maille.impact.rules.periods import Period
from maille.impact.rules.snapshots import Row

Scope = frozenset[int] | None
"""The KPAs counted; None is all of them."""

NUMBERED = {name: tuple(each.codes) for name, each in DIMENSIONS.items() if not each.open_ended}
"""Dimension → its codes; in SQL a code is its rank here, -1 where not asked."""


@dataclass(frozen=True)
class Dialect:
    """What SQLite and PostgreSQL say differently; `*_reached(a, b, n)`: n months (years) lie between days a and b."""

    months_reached: Callable[[str, str, int], str]
    years_reached: Callable[[str, str, int], str]
    date: Callable[[datetime.date], str]
    fence: str
    """Keeps the planner from pasting a subquery's expressions into each place that uses them."""


def _sqlite_months(start: str, end: str, months: int) -> str:
    """Completed months as integers; the last day of a month completes it (journeys.rules.dates)."""

    def index(day: str) -> str:
        return f"(substr({day}, 1, 4) * 12 + substr({day}, 6, 2))"

    short = f"(substr({end}, 9, 2) < substr({start}, 9, 2) AND substr(date({end}, '+1 day'), 9, 2) <> '01')"
    return f"{index(end)} - {index(start)} - {short} >= {months}"


SQLITE = Dialect(
    months_reached=_sqlite_months,
    years_reached=lambda start, end, years: (
        f"substr({end}, 1, 4) - substr({start}, 1, 4) - (substr({end}, 6) < substr({start}, 6)) >= {years}"
    ),
    date=lambda day: f"'{day.isoformat()}'",
    fence="LIMIT -1",
)
POSTGRESQL = Dialect(
    # Adding months to a date stops at the last day of a shorter month, which is how months complete.
    months_reached=lambda start, end, months: f"{end} >= {start} + interval '{months} months'",
    # Taken from the end, so that somebody born on 29 February is a year older on 1 March.
    years_reached=lambda start, end, years: f"{start} <= {end} - interval '{years} years'",
    date=lambda day: f"date '{day.isoformat()}'",
    # As a string: PostgreSQL takes a number here for a limit it cannot see through, and gives parallel workers up.
    fence="OFFSET '0'",
)


def dialect() -> Dialect:
    """The one of the database in use."""
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


def tally(period: Period, scope: Scope = None) -> Counts:
    """How many people have each code, the KPAs of `scope` taken together."""
    return _count(period, scope, each=False).get(0, {})


def tally_each(period: Period, scope: Scope = None) -> dict[int, Counts]:
    """The same for each KPA taken by itself: somebody in two KPAs counts in both."""
    return _count(period, scope, each=True)


def _count(period: Period, scope: Scope, each: bool) -> dict[int, Counts]:
    columns = [(name, rank) for name, codes in NUMBERED.items() for rank in range(len(codes))]
    counted = ", ".join(f"count(*) FILTER (WHERE r.{name}_ = {rank})" for name, rank in columns)
    group = "r.kpa_id" if each else "0"
    rows = codes_sql(period, scope, each)
    by_kpa: dict[int, dict[str, Counter[str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {group} AS kpa, r.department AS place, count(*), {counted} FROM ({rows}) r GROUP BY 1, 2"  # noqa: S608 - literals of our own
        )
        for kpa, place, people, *numbers in cursor.fetchall():
            counts = by_kpa.setdefault(kpa, {name: Counter() for name in DIMENSIONS})
            counts["department"][place or UNKNOWN] += people
            for (name, rank), number in zip(columns, numbers, strict=True):
                if number:
                    counts[name][NUMBERED[name][rank]] += number
    return dict(by_kpa)


def reference_ids_sql(period: Period, scope: Scope, dimension: str, codes: tuple[str, ...]) -> str:
    """Ids of the reference journeys whose `dimension` has one of `codes`; "" is everybody."""
    rows = codes_sql(period, scope, each=False)
    if not dimension:
        return f"SELECT r.id FROM ({rows}) r"  # noqa: S608 - literals of our own
    if dimension == "department":
        places = ", ".join("'" + ("" if code == UNKNOWN else code.replace("'", "")) + "'" for code in codes)
        return f"SELECT r.id FROM ({rows}) r WHERE r.department IN ({places})"  # noqa: S608 - literals of our own
    ranks = ", ".join(str(NUMBERED[dimension].index(code)) for code in codes)
    return f"SELECT r.id FROM ({rows}) r WHERE r.{dimension}_ IN ({ranks})"  # noqa: S608 - literals of our own


def rows(period: Period, scope: Scope = None) -> Iterator[Row]:
    """Every reference journey with its codes, by journey id."""
    names = list(NUMBERED)
    listed = ", ".join(f"r.{name}_" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id, r.person_id, r.kpa_id, r.department, {listed} "  # noqa: S608 - literals of our own
            f"FROM ({codes_sql(period, scope, each=False)}) r ORDER BY r.id"
        )
        for journey, person, kpa, place, *ranks in cursor.fetchall():
            codes = {name: NUMBERED[name][rank] if rank >= 0 else "" for name, rank in zip(names, ranks, strict=True)}
            yield Row(journey, person, kpa, codes | {"department": place or UNKNOWN})


def codes_sql(period: Period, scope: Scope, each: bool) -> str:
    """The reference journeys: id, person_id, kpa_id, department, and `<dimension>_` as the rank of the code."""
    say = dialect()
    end = say.date(period.end)
    coded = ", ".join(f"{expression} AS {name}_" for name, expression in _expressions(say, end).items())
    return (
        f"SELECT s.id, s.person_id, s.kpa_id, s.department, {coded} "  # noqa: S608 - literals of our own
        f"FROM ({_references_sql(say, period, scope, each)}) s {say.fence}"
    )


def _references_sql(say: Dialect, period: Period, scope: Scope, each: bool) -> str:
    """Journeys that overlap and after which no other of the same person (and KPA, when each) does, with the person."""
    start, end = say.date(period.start), say.date(period.end)
    kpas = ", ".join(map(str, sorted(scope))) if scope else "NULL"

    def counted(journey: str) -> str:
        overlap = f"{journey}.entered_on <= {end} AND ({journey}.ended_on IS NULL OR {journey}.ended_on >= {start})"
        return overlap if scope is None else f"{overlap} AND {journey}.kpa_id IN ({kpas})"

    receiving = "(SELECT t.kpa_id FROM journeys_journey t WHERE t.id = j.transferred_to_id)"
    if each:
        received = f"{receiving} = j.kpa_id"
    elif scope is None:
        received = "j.transferred_to_id IS NOT NULL"
    else:
        received = f"{receiving} IN ({kpas})"
    same_kpa = "AND k.kpa_id = j.kpa_id" if each else ""
    return (
        "SELECT j.id, j.person_id, j.kpa_id, j.entered_on, j.end_kind, j.department, j.level, j.qpv, j.single_parent, "  # noqa: S608 - literals of our own
        "j.international_protection, j.mission_locale, j.disabled, j.registered_on, j.planned_months, j.outcome, "
        "j.detail, p.sex, p.birth_date, "
        f"CASE WHEN j.ended_on > {end} THEN NULL WHEN j.end_kind = 'transfer' AND {received} THEN NULL "
        "ELSE j.ended_on END AS left_on "
        "FROM journeys_journey j JOIN journeys_person p ON p.id = j.person_id "
        f"WHERE {counted('j')} AND NOT EXISTS (SELECT 1 FROM journeys_journey k WHERE k.person_id = j.person_id "
        f"{same_kpa} AND {counted('k')} AND (k.entered_on, k.id) > (j.entered_on, j.id))"
    )


def _expressions(say: Dialect, end: str) -> dict[str, str]:
    """Dimension → SQL giving the rank of its code (rules.dimensions.codes_of, line by line)."""
    months, years = say.months_reached, say.years_reached
    before = "s.registered_on <= s.entered_on"
    return {
        "sex": _choice("sex", "s.sex", {code: code for code in "FHX"}),
        "age": "CASE WHEN s.birth_date IS NULL THEN {unknown} ELSE {bands} END".format(
            unknown=_rank("age", UNKNOWN),
            bands=_bands("age", dimensions.AGES, lambda limit: years("s.birth_date", "s.entered_on", limit)),
        ),
        "level": _choice("level", "s.level", {code: code for code in NUMBERED["level"] if code != UNKNOWN}),
        **{name: _yes_no(name) for name in NUMBERED if DIMENSIONS[name].codes is dimensions.YES_NO},
        "registration": (
            f"CASE WHEN s.registered_on IS NULL THEN {_rank('registration', UNKNOWN)} "
            f"WHEN {before} THEN {_rank('registration', 'before')} "
            f"WHEN s.registered_on <= coalesce(s.left_on, {end}) THEN {_rank('registration', 'during')} "
            f"ELSE {_rank('registration', 'later')} END"
        ),
        "registered_for": _where(
            before,
            _bands("registered_for", dimensions.REGISTRATIONS, lambda n: months("s.registered_on", "s.entered_on", n)),
        ),
        "planned": "CASE WHEN s.planned_months IS NULL THEN {unknown} ELSE {bands} END".format(
            unknown=_rank("planned", UNKNOWN),
            bands=_bands("planned", dimensions.PLANS, lambda limit: f"s.planned_months >= {limit}"),
        ),
        "status": f"CASE WHEN s.left_on IS NULL THEN {_rank('status', 'in')} ELSE {_rank('status', 'left')} END",
        "in_kpa_for": _where(
            "s.left_on IS NULL", _bands("in_kpa_for", dimensions.STAYS, lambda n: months("s.entered_on", end, n))
        ),
        "stayed": _where(
            "s.left_on IS NOT NULL",
            _bands("stayed", dimensions.STAYS, lambda n: months("s.entered_on", "s.left_on", n)),
        ),
        "exit": _where("s.left_on IS NOT NULL", _exit()),
        "detail": _where("s.left_on IS NOT NULL AND s.end_kind <> 'transfer'", _detail()),
    }


def _rank(dimension: str, code: str) -> int:
    return NUMBERED[dimension].index(code)


def _where(condition: str, expression: str) -> str:
    return f"CASE WHEN {condition} THEN {expression} ELSE -1 END"


def _choice(dimension: str, column: str, values: dict[str, str]) -> str:
    """CASE column WHEN stored value THEN rank … ELSE unknown."""
    whens = " ".join(f"WHEN '{value}' THEN {_rank(dimension, code)}" for value, code in values.items())
    return f"CASE {column} {whens} ELSE {_rank(dimension, UNKNOWN)} END"


def _bands(dimension: str, bands: Bands, reached: Callable[[int], str]) -> str:
    """The last band whose limit is reached; the first one is the rest."""
    (_, first), *others = bands.limits
    whens = " ".join(f"WHEN {reached(limit)} THEN {_rank(dimension, code)}" for limit, code in reversed(others))
    return f"CASE {whens} ELSE {_rank(dimension, first)} END"


def _yes_no(name: str) -> str:
    yes, no, unknown = (_rank(name, code) for code in ("yes", "no", UNKNOWN))
    return f"CASE WHEN s.{name} THEN {yes} WHEN s.{name} IS NULL THEN {unknown} ELSE {no} END"


def _exit() -> str:
    outcomes = _choice("exit", "s.outcome", {code: code for code in NUMBERED["exit"] if code != UNKNOWN})
    return f"CASE WHEN s.end_kind = 'transfer' THEN {_rank('exit', 'other_scheme')} ELSE {outcomes} END"


def _detail() -> str:
    """The detail within its outcome; an unknown one still belongs to the outcome."""
    parts = []
    for outcome in ("employment", "training"):
        known = [code for code in NUMBERED["detail"] if code.startswith(outcome) and not code.endswith(UNKNOWN)]
        whens = " ".join(f"WHEN '{code.split('.')[1]}' THEN {_rank('detail', code)}" for code in known)
        parts.append(f"WHEN '{outcome}' THEN CASE s.detail {whens} ELSE {_rank('detail', outcome + '.' + UNKNOWN)} END")
    return f"CASE s.outcome {' '.join(parts)} ELSE -1 END"
