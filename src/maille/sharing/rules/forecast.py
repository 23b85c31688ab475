"""Before the work: what the rule would give of the money expected, and whether more is promised than it can pay.

What is promised are the claims of the rule: costs advanced (`reimburse`), hours paid at a rate (`pay`) and floors
(`floor`). They depend on no income; `share` says how much of each the expected income pays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from maille.activities.rules.exact import half_up
from maille.sharing.rules.cases import Case, Contribution, Pay, Reimburse, Split
from maille.sharing.rules.engine import share
from maille.sharing.rules.results import Result

CLAIMS = ("reimburse", "pay", "floor")
WORK = ("pay", "floor", "split")
"""Kinds of lines that pay hours."""


@dataclass(frozen=True)
class Claim:
    """What one step promises somebody, in cents, whatever the pot."""

    step: int
    kind: str
    to: str
    cents: int


@dataclass(frozen=True)
class Short:
    """A step whose claims the pot cannot pay."""

    step: int
    kind: str
    claimed: int
    paid: int

    @property
    def missing(self) -> int:
        """Cents that lack."""
        return self.claimed - self.paid

    @property
    def percent(self) -> int:
        """What is paid of what is claimed, in whole percents, half up."""
        return half_up(Fraction(100 * self.paid, self.claimed))


@dataclass(frozen=True)
class Share:
    """What somebody would receive, and what an hour of theirs would earn."""

    to: str
    cents: int
    hours: Fraction
    for_work: int
    """Cents that pay hours: what is advanced comes on top."""

    @property
    def hourly(self) -> int | None:
        """Cents an hour, half up; None when no hour is counted."""
        return half_up(self.for_work / self.hours) if self.hours else None


@dataclass(frozen=True)
class Forecast:
    """A case run before its time."""

    income: int
    result: Result
    claims: tuple[Claim, ...]
    shorts: tuple[Short, ...]
    shares: tuple[Share, ...]
    shortage: str

    @property
    def promised(self) -> int:
        """All the claims together."""
        return sum(each.cents for each in self.claims)

    @property
    def missing(self) -> int:
        """Cents promised that the pot would not pay; 0 when it holds."""
        return sum(each.missing for each in self.shorts)

    @property
    def others(self) -> int:
        """What goes elsewhere than to claims: the host, the group, what is divided."""
        return self.income - (self.promised - self.missing)

    @property
    def hours(self) -> Fraction:
        """Hours given or planned."""
        return sum((each.hours for each in self.shares), Fraction(0))


def claims_of(case: Case) -> tuple[Claim, ...]:
    """What the rule promises, step by step, as the engine merges it: by person, in order, each rounded half up."""
    found: list[Claim] = []
    for number, step in enumerate(case.rule.steps, 1):
        owed: dict[str, int] = {}
        kind = "pay"
        if isinstance(step, Reimburse):
            kind = "reimburse"
            for expense in case.expenses:
                owed[expense.to] = owed.get(expense.to, 0) + expense.amount
        elif isinstance(step, Pay):
            for each in _of(case, step.roles):
                owed[each.person] = owed.get(each.person, 0) + half_up(each.hours * step.rate_per_hour)
        elif isinstance(step, Split) and step.floor_per_hour is not None:
            kind = "floor"
            for person, hours in hours_of(_of(case, step.roles)).items():
                owed[person] = half_up(hours * step.floor_per_hour)
        found += [Claim(number, kind, to, cents) for to, cents in owed.items() if cents]
    return tuple(found)


def forecast(case: Case) -> Forecast:
    """What the rule would give of this case. Raises RefusedCaseError as `share` does."""
    result, claims = share(case), claims_of(case)
    paid: dict[tuple[int, str], int] = {}
    for line in result.lines:
        if line.kind in CLAIMS:
            paid[line.step, line.kind] = paid.get((line.step, line.kind), 0) + line.amount
    claimed: dict[tuple[int, str], int] = {}
    for claim in claims:
        claimed[claim.step, claim.kind] = claimed.get((claim.step, claim.kind), 0) + claim.cents
    shorts = [Short(*at, total, paid.get(at, 0)) for at, total in claimed.items() if paid.get(at, 0) < total]
    return Forecast(case.income, result, claims, tuple(shorts), _shares(case, result), case.rule.shortage)


def _shares(case: Case, result: Result) -> tuple[Share, ...]:
    """By recipient: those who work first, in order, then the others."""
    hours, totals = hours_of(case.contributions), result.totals
    for_work: dict[str, int] = {}
    for line in result.lines:
        if line.kind in WORK:
            for_work[line.to] = for_work.get(line.to, 0) + line.amount
    people = [*hours, *(to for to in totals if to not in hours)]
    return tuple(
        Share(to, totals.get(to, 0), hours.get(to, Fraction(0)), for_work.get(to, 0) if to in hours else 0)
        for to in people
    )


def average_hour(told: Forecast) -> int | None:
    """Cents an hour would receive on average, half up; None when no hour is counted."""
    return half_up(Fraction(sum(each.for_work for each in told.shares)) / told.hours) if told.hours else None


def unpaid_roles(case: Case) -> tuple[str, ...]:
    """Roles somebody works in that no step of the rule pays, whatever the pot, in order of first appearance."""
    paid: set[str] = set()
    for step in case.rule.steps:
        if isinstance(step, Pay | Split):
            paid |= {each.role for each in _of(case, step.roles)}
    return tuple(dict.fromkeys(each.role for each in case.contributions if each.role and each.role not in paid))


@dataclass(frozen=True)
class MoreHour:
    """One more hour in a role: what it promises, what it takes from the others, what would then lack; in cents."""

    role: str
    promised: int
    from_others: int
    missing: int


def one_more_hour(case: Case, before: Forecast) -> tuple[MoreHour, ...]:
    """For each role already worked in, an hour more for whoever gives most of it (ties to the first)."""
    found = []
    for role, people in _by_role(case.contributions).items():
        person = max(people, key=lambda each: people[each])
        after = forecast(replace(case, contributions=(*case.contributions, Contribution(person, Fraction(1), role))))
        gained = after.result.totals.get(person, 0) - before.result.totals.get(person, 0)
        found.append(MoreHour(role, after.promised - before.promised, gained, after.missing))
    return tuple(found)


def hours_of(contributions: Iterable[Contribution]) -> dict[str, Fraction]:
    """Person → hours, in order of first appearance."""
    found: dict[str, Fraction] = {}
    for each in contributions:
        found[each.person] = found.get(each.person, Fraction(0)) + each.hours
    return found


def _by_role(contributions: Iterable[Contribution]) -> Mapping[str, dict[str, Fraction]]:
    found: dict[str, dict[str, Fraction]] = {}
    for each in contributions:
        if each.role:
            people = found.setdefault(each.role, {})
            people[each.person] = people.get(each.person, Fraction(0)) + each.hours
    return found


def _of(case: Case, roles: frozenset[str] | None) -> list[Contribution]:
    return [each for each in case.contributions if roles is None or each.role in roles]
