"""What is known of a contract and of the law, as immutable values."""

import datetime
from dataclasses import dataclass

from maille.journeys.rules.contracts.lengths import Span
from maille.network.rules.stages import ContractKind

SHORT_NAMES = {
    ContractKind.CAPE: "CAPE",
    ContractKind.CESA: "CESA",
    ContractKind.VOLUNTEERING: "volontariat",
    ContractKind.MEMBERSHIP: "adhésion",
}
ONE = {
    ContractKind.CAPE: "Un CAPE",
    ContractKind.CESA: "Un CESA",
    ContractKind.VOLUNTEERING: "Un volontariat",
    ContractKind.MEMBERSHIP: "Une adhésion",
}
"""As a sentence begins."""
FOREVER = datetime.date.max
"""The last day of a period without end."""


def short(kind: str) -> str:
    """A contract in one word."""
    return SHORT_NAMES[ContractKind(kind)]


def one(kind: str) -> str:
    """A contract, at the beginning of a sentence."""
    return ONE[ContractKind(kind)]


@dataclass(frozen=True)
class Limits:
    """What the law allows for a kind of contract on a day (models.ContractLaw); None means no limit. In months."""

    kind: str
    period_months: int | None = None
    renewals: int | None = None
    total_months: int | None = None
    trial_months: int | None = None
    associate_months: int | None = None
    notice_days: tuple[int, ...] = ()
    """Days before the end when it is announced."""
    source: str = ""


@dataclass(frozen=True)
class Period:
    """The first period (rank 0) or a renewal; both days included. Not signed while `signed_on` is None."""

    rank: int
    started_on: datetime.date
    ends_on: datetime.date | None = None
    signed_on: datetime.date | None = None
    issued: bool = False
    """Whether the document to sign says what the period says."""
    id: int = 0

    @property
    def last_day(self) -> datetime.date:
        """Its last day, very far when it has no end."""
        return self.ends_on or FOREVER


@dataclass(frozen=True)
class Held:
    """A contract somebody has or had with a host: its periods by rank, drafts included."""

    id: int
    kind: str
    host_id: int
    host: str = ""
    periods: tuple[Period, ...] = ()
    ended_early_on: datetime.date | None = None
    """The last day, when it was terminated."""

    @property
    def signed(self) -> tuple[Period, ...]:
        """Its signed periods, whatever became of them."""
        return tuple(period for period in self.periods if period.signed_on is not None)

    @property
    def draft(self) -> Period | None:
        """The period prepared and not signed, if any: there is one at most."""
        return next((period for period in self.periods if period.signed_on is None), None)

    @property
    def spans(self) -> list[Span]:
        """The days it covers: signed periods alone, cut at its early end. Drafts count for nothing."""
        cut = self.ended_early_on or FOREVER
        return [(period.started_on, min(period.last_day, cut)) for period in self.signed if period.started_on <= cut]

    @property
    def last_day(self) -> datetime.date | None:
        """The last day it covers, FOREVER when it has no end; None while nothing is signed."""
        return max((end for _, end in self.spans), default=None)

    def uses(self, rank: int) -> bool:
        """Whether a period of that rank is signed or prepared."""
        return any(period.rank == rank for period in self.periods)


@dataclass(frozen=True)
class Planned:
    """A period somebody wants; `contract_id` is None for the first of a new contract."""

    kind: str
    host_id: int
    host: str
    started_on: datetime.date
    ends_on: datetime.date | None
    contract_id: int | None = None
    rank: int = 0
