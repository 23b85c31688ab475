"""Whatever is received, given back and corrected, what is told from above is what the books hold, to the cent."""

import datetime
import itertools

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maille.ledger.models import Transfer
from maille.ledger.models.proving import faults
from maille.sharing.actions.approvals import approve as approve_
from maille.sharing.actions.distributions import propose
from maille.sharing.actions.receipts import Money, correct_receipt, receive
from maille.sharing.models import Receipt
from maille.sharing.models.figures import figures_of
from maille.sharing.models.money_in import received, turnover_of
from tests.cast import Cast
from tests.sharing.pots.help import NOW, Buffet
from tests.sharing.shares.help import agreed, the_buffet

D = datetime.date
FIRST, LAST = D(2024, 1, 1), D(2026, 12, 31)
Kind = Receipt.Kind
DAYS = st.integers(0, 890).map(lambda days: FIRST + datetime.timedelta(days=days))
STEP = st.tuples(
    st.sampled_from(["receipt", "receipt", "refund", "bad_debt", "correct", "share"]),
    st.integers(1, 500_00),
    st.integers(0, 50_00),
    DAYS,
    st.none() | DAYS,
)


@pytest.fixture
def buffet(cast: Cast, today: datetime.date) -> Buffet:
    """With hours and a rule, nothing received yet."""
    return the_buffet(cast, today, paid=False)


def done(buffet: Buffet, rank: int, step: tuple[str, int, int, D, D | None]) -> None:
    """One thing happens; what is refused changes nothing."""
    what, cents, tax, day, invoiced = step
    if what == "share":
        proposed = propose(buffet.actor, buffet.job.pk, NOW)
        approve_(buffet.actor, proposed.pk, agreed(buffet, gives_back=True), NOW)
    elif what == "correct":
        standing = Receipt.objects.filter(corrected_by=None).exclude(kind=Kind.CORRECTION).order_by("pk").last()
        if standing is not None:
            right = Money(Kind(standing.kind), cents, tax, day, invoiced) if rank % 2 else None
            correct_receipt(buffet.actor, standing, right, now=NOW, reason="Erreur")
    else:
        receive(buffet.actor, buffet.job, what, cents, tax, day, invoiced, now=NOW)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(STEP, min_size=1, max_size=9), st.lists(DAYS, max_size=3))
def test_turnover_is_what_pots_received(
    buffet: Buffet, steps: list[tuple[str, int, int, D, D | None]], cuts: list[D]
) -> None:
    with transaction.atomic():
        for rank, step in enumerate(steps):
            try:
                with transaction.atomic():
                    done(buffet, rank, step)
            except ValidationError:
                continue
        kpa = buffet.cast.kpa.pk
        into = Transfer.objects.filter(source__kind="outside", target__kind="pot").aggregate(cents=Sum("cents"))
        out = Transfer.objects.filter(source__kind="pot", target__kind="outside").aggregate(cents=Sum("cents"))
        books = (into["cents"] or 0) - (out["cents"] or 0)
        assert received([buffet.job.pk])[buffet.job.pk].cents == books >= 0
        edges = [FIRST, *sorted(set(cuts) - {FIRST}), LAST + datetime.timedelta(days=1)]
        periods = [(start, end - datetime.timedelta(days=1)) for start, end in itertools.pairwise(edges)]
        for by in ("receipt", "invoice"):
            assert sum(turnover_of([kpa], *period, by=by)[kpa] for period in periods) == books
        told = [figures_of([kpa], *period)[kpa] for period in periods]
        assert sum(each.income for each in told) == books
        left = Transfer.objects.filter(source__kind="pot").exclude(target__kind="outside").aggregate(c=Sum("cents"))
        back = Transfer.objects.filter(target__kind="pot").exclude(source__kind="outside").aggregate(c=Sum("cents"))
        assert sum(each.shared for each in told) == (left["c"] or 0) - (back["c"] or 0)
        assert list(faults()) == []
        transaction.set_rollback(True)
