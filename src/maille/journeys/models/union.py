"""Rows of many tables in one query: each thing told by the same few columns, so that a page stays at a few queries.

Twenty branches cost more to write as SQL than to run: what does not depend on the reader is compiled once per process,
with holes where the journey and the day go.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import CharField, DateField, F, IntegerField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

Column = str | Combinable
TEXT = CharField()
NOTHING = Value("", output_field=TEXT)
COLUMNS = ("u_day", "u_rank", "u_id", "u_due", "u_code", "u_text", "u_who", "u_parent")
Sql = tuple[str, tuple[Any, ...]]


class Row(NamedTuple):
    """One thing: its day, which branch it comes from, its id there, and what is said of it."""

    day: datetime.date
    rank: int
    pk: int
    due: datetime.date | None
    code: str
    text: str
    who: str
    parent: int


class Hole(Value):
    """A parameter known only when the query runs; its value is its name."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A place for the parameter, which stays this object until the query runs."""
        return "%s", [self]


JOURNEY: Any = Hole("journey", output_field=IntegerField())
AT: Any = Hole("at", output_field=DateField())


@dataclass(frozen=True)
class Branch:
    """Some rows of one table, and what stands for each column; `rank` tells branches apart and orders one day."""

    rank: int
    rows: "QuerySet[Any]"
    day: Column
    due: Column | None = None
    code: Column = field(default=NOTHING)
    text: Column = field(default=NOTHING)
    who: Column = field(default=NOTHING)
    parent: Column | None = None

    def queryset(self) -> "QuerySet[Any, tuple[Any, ...]]":
        """The rows with the common columns."""
        columns = {
            "u_day": expression(self.day),
            "u_rank": Value(self.rank, output_field=IntegerField()),
            "u_id": F("pk"),
            "u_due": expression(self.due) if self.due else Cast(Value(None), DateField()),
            "u_code": Cast(expression(self.code), TEXT),
            "u_text": Cast(expression(self.text), TEXT),
            "u_who": Cast(expression(self.who), TEXT),
            "u_parent": expression(self.parent) if self.parent else Value(0, output_field=IntegerField()),
        }
        found: QuerySet[Any, tuple[Any, ...]] = self.rows.order_by().annotate(**columns).values_list(*COLUMNS)
        return found


def expression(column: Column) -> Any:
    """A name is a column of the branch's own table, or through a relation."""
    return F(column) if isinstance(column, str) else column


def compiled(branches: Sequence[Branch]) -> Sql:
    """All branches as one UNION ALL, for the database in use."""
    first, *others = [branch.queryset() for branch in branches]
    united = first.union(*others, all=True) if others else first
    sql, params = united.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


class Prepared:
    """Branches compiled the first time they are asked for, then kept."""

    def __init__(self, branches: Callable[[], Sequence[Branch]]) -> None:
        self.branches = branches
        self.kept: dict[str, Sql] = {}

    def sql(self) -> Sql:
        """The UNION ALL, with its holes."""
        if connection.vendor not in self.kept:
            self.kept[connection.vendor] = compiled(self.branches())
        return self.kept[connection.vendor]


def rows(parts: Sequence[Sql], holes: dict[str, Any], tail: str, more: Sequence[Any]) -> list[Row]:
    """The rows of these unions together; `tail` bounds and orders them, with its own parameters."""
    sql = " ".join(["SELECT * FROM (", " UNION ALL ".join(part for part, _ in parts), ") AS u", tail])
    values = {name: adapted(value) for name, value in holes.items()}
    given = [values[each.value] if isinstance(each, Hole) else each for _, params in parts for each in params]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *map(adapted, more)])
        return [Row._make([day(line[0]), *line[1:3], day(line[3]), *line[4:]]) for line in cursor.fetchall()]


def adapted(value: Any) -> Any:
    """A day as the database takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, datetime.date) else value


def day(value: Any) -> Any:
    """A day as Python has it; SQLite gives text."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
