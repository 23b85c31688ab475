"""An account read as a statement: the latest movements first, each with the balance it left."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from maille.ledger.models.books import Account, Posting, Transfer, balance_of

PAGE = 50


@dataclass(frozen=True)
class Movement:
    """One side of a transfer, as its account sees it: cents received, or given when negative."""

    id: int
    day: datetime.date
    cents: int
    balance: int
    """What the account holds once this and everything before is counted, by date."""
    posting: Posting
    other: Account


@dataclass(frozen=True)
class Statement:
    """One page of an account, from the latest; `older` is where the next page starts, None on the last."""

    account: Account
    balance: int
    movements: tuple[Movement, ...]
    older: tuple[datetime.date, int] | None


def statement(
    account: Account,
    day: datetime.date | None = None,
    before: tuple[datetime.date, int] | None = None,
    size: int = PAGE,
) -> Statement:
    """The movements up to that day, `size` at a time from `before` (the day and id of the last one shown).

    Six queries whatever the number of movements: balance, both sides of the page, what came since, postings, accounts.
    """
    balance = balance_of(account.pk, day)
    sides = _side(account, "target", 1, day, before, size).union(
        _side(account, "source", -1, day, before, size), all=True
    )
    rows = list(sides.order_by("-day", "-id")[: size + 1])
    shown = rows[:size]
    left = balance if before is None else balance - _since(account, day, before)
    # unscoped: of an account loaded in scope
    postings = Posting.objects.in_bulk({row["posting_id"] for row in shown})
    others = Account.objects.named().in_bulk({row["other"] for row in shown})
    movements = []
    for row in shown:
        movements.append(
            Movement(row["id"], row["day"], row["signed"], left, postings[row["posting_id"]], others[row["other"]])
        )
        left -= row["signed"]
    older = (shown[-1]["day"], shown[-1]["id"]) if len(rows) > size else None
    return Statement(account, balance, tuple(movements), older)


def _side(
    account: Account,
    side: str,
    sign: int,
    day: datetime.date | None,
    before: tuple[datetime.date, int] | None,
    size: int,
) -> QuerySet[Transfer, Any]:
    """One side of the page: read inside one index, from its end."""
    other = "source_id" if side == "target" else "target_id"
    rows = Transfer.objects.filter(_upto(day), **{side: account})
    if before is not None:
        rows = rows.filter(Q(day__lt=before[0]) | Q(day=before[0], id__lt=before[1]), day__lte=before[0])
    latest = rows.order_by("-day", "-id").values("id")[: size + 1]
    return (
        Transfer.objects.filter(id__in=latest.values("id"))
        .annotate(signed=F("cents") * Value(sign, IntegerField()), other=F(other))
        .order_by()
        .values("id", "day", "posting_id", "signed", "other")
    )


def _since(account: Account, day: datetime.date | None, before: tuple[datetime.date, int]) -> int:
    """What the account gained after the movements of earlier pages: from the one that closed them, included."""
    found = 0
    later = Q(day__gt=before[0]) | Q(day=before[0], id__gte=before[1])
    for side, sign in (("target", 1), ("source", -1)):
        rows = Transfer.objects.filter(_upto(day), later, day__gte=before[0], **{side: account}).order_by()
        found += sign * int(rows.aggregate(total=Coalesce(Sum("cents"), 0))["total"])
    return found


def _upto(day: datetime.date | None) -> Q:
    return Q() if day is None else Q(day__lte=day)
