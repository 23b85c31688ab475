"""What the tests of contracts share: a KPA that offers them all, and verbs with the usual words filled in."""

import datetime
from typing import Any

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.actions import contracts
from maille.journeys.models import ContractPeriod, Journey
from maille.journeys.rules.contracts.facts import Held, Limits, Period
from maille.journeys.rules.contracts.terms import Terms
from maille.network.models import KpaChoices
from maille.network.rules.stages import ContractKind
from tests.cast import Cast
from tests.journeys.help import TODAY, acting

D = datetime.date
CAPE = Limits("cape", 12, 2, 36, notice_days=(60, 30), source="Code de commerce")
TERMS = Terms(
    programme="Préparer et vendre des repas",
    resources="Cuisine et véhicule",
    resources_cents=120_00,
    fee_permille=100,
    ceiling_cents=500_00,
)


def offer_all(cast: Cast) -> None:
    """Both KPAs propose every kind of contract."""
    KpaChoices.objects.update(contract_kinds=[kind.value for kind in ContractKind])


def period(rank: int, start: D, end: D | None, *, signed: D | bool | None = True) -> Period:
    """A period of the rules, signed the day it starts unless said."""
    return Period(rank, start, end, start if signed is True else signed or None)


def held(*spans: tuple[D, D | None], ident: int = 1, host: int = 1, kind: str = "cape", early: D | None = None) -> Held:
    """A contract whose periods are all signed."""
    periods = tuple(period(rank, start, end) for rank, (start, end) in enumerate(spans))
    return Held(ident, kind, host, f"Hôte {host}", periods, early)


def prepare(user: User, journey: Journey, start: D, end: D | None, *, today: D = TODAY, **more: Any) -> ContractPeriod:
    """A CAPE prepared, unless another kind is asked."""
    kind = more.pop("kind", "cape")
    more.setdefault("full_time_employee", False)
    return contracts.prepare_contract(
        acting(user, today), journey.pk, None, kind, start, end, TERMS, now=timezone.now(), **more
    ).period


def renew(user: User, period: ContractPeriod, end: D | None, *, today: D = TODAY, **more: Any) -> ContractPeriod:
    """Its renewal prepared."""
    more.setdefault("full_time_employee", False)
    return contracts.prepare_renewal(
        acting(user, today), period.contract_id, None, end, TERMS, now=timezone.now(), **more
    ).period


def sign(user: User, period: ContractPeriod, on: D) -> ContractPeriod:
    """Signed by all that day."""
    return contracts.mark_signed(acting(user, on), period.pk, on)


def signed(user: User, journey: Journey, start: D, end: D | None, **more: Any) -> ContractPeriod:
    """Prepared and signed on the eve of its first day."""
    eve = start - datetime.timedelta(days=1)
    return sign(user, prepare(user, journey, start, end, today=eve, **more), eve)


def terminate(user: User, period: ContractPeriod, on: D, *, by: str = "both", today: D = TODAY) -> Any:
    """Ended early."""
    return contracts.terminate_contract(
        acting(user, today), period.contract_id, None, on, by, "Nouveau projet", now=timezone.now()
    )
