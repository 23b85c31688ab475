"""An account read as a statement: the latest movements first, each with the balance it left."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression

from maille.ledger.models.books import Account, Transfer, balance_of, gained, upto
from maille.ledger.rules.kinds import ACCOUNT_NAMES, AccountKind
from maille.ledger.rules.telling import Told

PAGE = 50
Cursor = tuple[datetime.date, int]


@dataclass(frozen=True)
class Movement:
    """One side of a transfer, as its account sees it: cents received, or given when negative."""

    id: int
    day: datetime.date
    cents: int
    balance: int
    """What the account holds once this and everything before is counted, by date."""
    posting_id: int
    kind: str
    facts: dict[str, Any]
    reverses_id: int | None
    reversed_by_id: int | None
    reason: str
    agreed: str
    other_id: int
    other_kind: str
    other_name: str
    other_is_a_person: bool

    @property
    def told(self) -> Told:
        """What its sentence is made of."""
        return Told(self.kind, self.cents > 0, self.other_name, self.other_kind, self.facts)


@dataclass(frozen=True)
class Statement:
    """One page of an account, from the latest; `older` is where the next page starts, None on the last."""

    account: Account
    balance: int
    movements: tuple[Movement, ...]
    older: Cursor | None


def statement(
    account: Account,
    day: datetime.date | None = None,
    before: Cursor | None = None,
    size: int = PAGE,
    balance: int | None = None,
    since: int | None = None,
) -> Statement:
    """The movements up to that day, `size` at a time from `before` (the day and id of the last one shown).

    Two queries for the page: its rows, inside one index, then what tells them (asked together, PostgreSQL plans whole
    tables). Two more for the balance when it is not given, one on older pages for what came `since` when it is not.
    """
    if balance is None:
        balance = balance_of(account.pk, day)
    sides = _side(account, "target", 1, day, before, size).union(
        _side(account, "source", -1, day, before, size), all=True
    )
    rows = list(sides.order_by("-day", "-id")[: size + 1])
    shown = rows[:size]
    left = balance
    if before is not None:
        left -= _since(account, day, before) if since is None else since
    details = _details({row["id"] for row in shown})
    movements = []
    for row in shown:
        movements.append(_movement(details[row["id"], row["signed"] > 0], row["signed"], left))
        left -= row["signed"]
    older = (shown[-1]["day"], shown[-1]["id"]) if len(rows) > size else None
    return Statement(account, balance, tuple(movements), older)


def everything(account: Account, day: datetime.date | None = None, size: int = 2000) -> Iterator[Movement]:
    """Every movement up to that day, the latest first, read by large pages."""
    before = None
    while True:
        page = statement(account, day, before, size)
        yield from page.movements
        before = page.older
        if before is None:
            return


def _movement(row: dict[str, Any], signed: int, left: int) -> Movement:
    """One row of the page."""
    person = " ".join(each for each in (row["o_first"], row["o_last"], row["o_user"]) if each)
    named = row["o_name"] or person or row["o_activity"] or row["o_job"]
    return Movement(
        id=row["id"],
        day=row["day"],
        cents=signed,
        balance=left,
        posting_id=row["posting_id"],
        kind=row["p_kind"],
        facts=row["p_facts"],
        reverses_id=row["p_reverses"],
        reversed_by_id=row["p_reversed"],
        reason=row["p_reason"] or "",
        agreed=row["p_agreed"] or "",
        other_id=row["o_id"],
        other_kind=row["o_kind"],
        other_name=named or ACCOUNT_NAMES[AccountKind(row["o_kind"])],
        other_is_a_person=bool(person),
    )


def _side(
    account: Account,
    side: str,
    sign: int,
    day: datetime.date | None,
    before: Cursor | None,
    size: int,
) -> QuerySet[Transfer, Any]:
    """One side of the page: read inside one index, from its end."""
    rows = Transfer.objects.filter(upto(day), **{side: account})
    if before is not None:
        rows = rows.filter(Q(day__lt=before[0]) | Q(day=before[0], id__lt=before[1]), day__lte=before[0])
    latest = rows.order_by("-day", "-id").values("id")[: size + 1]
    found: QuerySet[Transfer, Any] = (
        Transfer.objects.filter(id__in=latest.values("id"))
        .annotate(signed=F("cents") * Value(sign, IntegerField()))
        .order_by()
        .values("id", "day", "signed")
    )
    return found


def _details(ids: set[int]) -> dict[tuple[int, bool], dict[str, Any]]:
    """What tells these transfers, as seen by who received and by who gave: (id, received) → columns."""
    found: dict[tuple[int, bool], dict[str, Any]] = {}
    names = {
        "kind": "kind",
        "name": "name",
        "first": "participant__person__first_name",
        "last": "participant__person__last_name",
        "user": "participant__user__name",
        "activity": "activity__name",
        "job": "job__title",
    }
    other = {f"{side}_{short}": F(f"{side}__{path}") for side in ("source", "target") for short, path in names.items()}
    # unscoped: of an account loaded in scope
    rows = Transfer.objects.filter(id__in=ids).annotate(
        p_kind=F("posting__kind"),
        p_facts=F("posting__facts"),
        p_reverses=F("posting__reverses_id"),
        p_reversed=F("posting__reversed_by__id"),
        p_reason=F("posting__words__reason"),
        p_agreed=F("posting__words__agreed"),
        **other,
    )
    shown = ("id", "day", "posting_id", "source_id", "target_id", *_COLUMNS, *other)
    for row in rows.order_by().values(*shown):
        for side, received in (("source", True), ("target", False)):
            told = {f"o_{short}": row[f"{side}_{short}"] for short in names}
            found[row["id"], received] = {**row, **told, "o_id": row[f"{side}_id"]}
    return found


_COLUMNS = ("p_kind", "p_facts", "p_reverses", "p_reversed", "p_reason", "p_agreed")


def _since(account: Account, day: datetime.date | None, before: Cursor) -> int:
    """What the account gained after the movements of earlier pages: from the one that closed them, included."""
    # unscoped: of an account loaded in scope
    mine = Account.objects.filter(pk=account.pk).order_by()
    return int(mine.annotate(since=came_since(day, before)).values_list("since", flat=True).get())


def came_since(day: datetime.date | None, before: Cursor) -> CombinedExpression:
    """The same as a column of an account's query."""
    later = Q(day__gt=before[0]) | Q(day=before[0], id__gte=before[1])
    return gained(upto(day) & later & Q(day__gte=before[0]))
