"""Keyset paging: each page is one indexed look-up whatever its number, and rows never slip between two pages.

The address of a page holds the id of its first or last row and nothing else (no name in an address or a log); the
values it stands for are read again inside the very queryset that is paged, hence within what its reader may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldError
from django.db.models import Q, QuerySet
from django.http import QueryDict

AFTER = "apres"
BEFORE = "avant"


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the query strings of its neighbours (empty when there is none)."""

    rows: list[Any]
    next_query: str
    previous_query: str

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page(
    queryset: QuerySet[Any],
    order: Sequence[str],
    params: QueryDict,
    size: int = 50,
    *,
    told: QuerySet[Any] | None = None,
) -> Page:
    """Cut one page out of `queryset` in `order`: names with "-" for descending, ending in "id" or "-id", never null.

    Two queries: the row the address names, then the page. An address that names nothing readable, or beyond which
    nothing is left, gives the first page.

    `told`: the same rows with all that naming them joins. The page is then cut among ids alone, and its few rows are
    read by their ids (one more query): no planner sorts or joins a whole table for fifty rows.
    """
    if order[-1].lstrip("-") not in {"id", "pk"}:
        raise FieldError("keyset paging needs an order ending in id")
    backward = BEFORE in params
    anchor = anchor_values(queryset, order, params.get(BEFORE) or params.get(AFTER) or "")
    if anchor is None:
        backward = False
    walk = [flipped(name) for name in order] if backward else list(order)
    beyond = queryset if anchor is None else queryset.filter(after(walk, anchor))
    cut = beyond.order_by(*walk)
    rows = list((cut if told is None else cut.values_list("pk", flat=True))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if not rows and anchor is not None:
        return page(queryset, order, without_place(params), size, told=told)
    if told is not None and rows:
        read = told.in_bulk(rows)
        rows = [read[pk] for pk in rows if pk in read]
    if backward:
        rows.reverse()
    has_next = (backward or more) and bool(rows)
    has_previous = (more if backward else anchor is not None) and bool(rows)
    return Page(
        rows=rows,
        next_query=query(params, AFTER, rows[-1]) if has_next else "",
        previous_query=query(params, BEFORE, rows[0]) if has_previous else "",
    )


def anchor_values(queryset: QuerySet[Any], order: Sequence[str], asked: str) -> list[Any] | None:
    """What the row named in the address is worth in each column of the order."""
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        return None
    names = [name.lstrip("-") for name in order]
    found = queryset.filter(pk=int(asked)).order_by().values_list(*names).first()
    return None if found is None else list(found)


def after(order: Sequence[str], anchor: Sequence[Any]) -> Q:
    """Rows strictly beyond the anchor: beyond in the first column, or level with it and beyond in the next…

    The bound on the first column alone is redundant; it is what lets the database start inside the index.
    """
    condition = Q()
    for name, value in reversed(list(zip(order, anchor, strict=True))):
        column = name.lstrip("-")
        beyond = Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        condition = beyond | (Q(**{column: value}) & condition) if condition else beyond
    first = order[0].lstrip("-")
    return Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": anchor[0]}) & condition


def flipped(name: str) -> str:
    """The same column the other way."""
    return name[1:] if name.startswith("-") else f"-{name}"


def query(params: QueryDict, name: str, row: Any) -> str:
    """The page's other parameters, with the row to start from."""
    kept = without_place(params)
    kept[name] = str(row["id"] if isinstance(row, dict) else row.pk)
    return kept.urlencode()


def without_place(params: QueryDict) -> QueryDict:
    """The page's parameters, from the first row again."""
    kept = params.copy()
    kept.pop(AFTER, None)
    kept.pop(BEFORE, None)
    return kept
