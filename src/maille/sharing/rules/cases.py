"""A case: what came in, who gave what, and the rule; values that cannot be changed, nor be wrong once read."""

from dataclasses import dataclass, field
from fractions import Fraction

from maille.sharing.rules.scales import Bracket

PROPORTIONAL = "proportional"
COLLECTIVE = "collective"


@dataclass(frozen=True)
class Expense:
    """Direct costs somebody advanced, in cents."""

    to: str
    amount: int


@dataclass(frozen=True)
class Contribution:
    """What somebody gave to the job."""

    person: str
    hours: Fraction
    role: str = ""
    points: Fraction = Fraction(0)


@dataclass(frozen=True)
class Reimburse:
    """Each expense, merged by recipient."""


@dataclass(frozen=True)
class Host:
    """The host's contribution, by marginal brackets on the gross margin of the calendar year."""

    to: str
    scale: tuple[Bracket, ...]
    year_to_date: int = 0
    waived: bool = False


@dataclass(frozen=True)
class Percent:
    """A percentage of the pot, of the gross margin, or of the income."""

    to: str
    rate: Fraction
    of: str = "pot"


@dataclass(frozen=True)
class Pay:
    """So many cents an hour for some roles (None: all)."""

    rate_per_hour: int
    roles: frozenset[str] | None = None


@dataclass(frozen=True)
class Key:
    """One way to weigh people, and the part of the split that follows it."""

    kind: str
    part: Fraction
    weights: tuple[tuple[str, Fraction], ...] = ()
    """Role → weight of an hour, 1 for the others; `weighted_hours` only."""


@dataclass(frozen=True)
class Split:
    """All that is left, between the people of some roles (None: all)."""

    keys: tuple[Key, ...]
    roles: frozenset[str] | None = None
    floor_per_hour: int | None = None
    cap_percent: Fraction | None = None
    otherwise: str | None = None


Step = Reimburse | Host | Percent | Pay | Split


@dataclass(frozen=True)
class Rule:
    """The steps in order, what happens when the pot is too small, and who gets what no step took."""

    steps: tuple[Step, ...]
    shortage: str = PROPORTIONAL
    remainder: str = COLLECTIVE


@dataclass(frozen=True)
class Case:
    """Income in cents, excluding tax, and everything the rule looks at."""

    income: int
    rule: Rule
    expenses: tuple[Expense, ...] = ()
    contributions: tuple[Contribution, ...] = field(default_factory=tuple)

    @property
    def margin(self) -> int:
        """The gross margin: income less all expenses; it may be negative."""
        return self.income - sum(each.amount for each in self.expenses)
