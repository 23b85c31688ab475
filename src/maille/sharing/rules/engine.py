"""The rule, run: steps in order, each taking from what is left in the pot (design: "Sharing money")."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from maille.activities.rules.exact import half_up, largest_remainder
from maille.sharing.rules import claims, scales
from maille.sharing.rules.cases import Case, Contribution, Host, Key, Pay, Percent, Reimburse, Split, Step
from maille.sharing.rules.reading import RefusedCaseError
from maille.sharing.rules.results import Line, Result, decimal

SAID = {
    "equal": "à parts égales",
    "hours": "selon les heures",
    "weighted_hours": "selon les heures, pondérées par rôle",
    "points": "selon les points",
}
"""Key → how a refusal calls it: the same sentence is read by people and by whoever wrote the JSON."""


@dataclass
class Run:
    """One case being shared: the pot goes down, the lines pile up."""

    case: Case
    pot: int
    lines: list[Line]

    def give(self, step: int, kind: str, to: str, amount: int, figures: Mapping[str, object]) -> None:
        """Take from the pot for somebody; nothing is left out of the lines but nothing."""
        self.pot -= amount
        if amount:
            self.lines.append(Line(step, kind, to, amount, dict(figures)))


def share(case: Case) -> Result:
    """Who gets what, and why; the same case always gives the same lines. Raises RefusedCaseError.

    Everything that may be refused is looked at first, whatever the pot.
    """
    for number, step in enumerate(case.rule.steps, 1):
        if isinstance(step, Split):
            _check_keys(step, _merged(_of_roles(case.contributions, step.roles)), number)
    run = Run(case, case.income, [])
    for number, step in enumerate(case.rule.steps, 1):
        _take(run, number, step)
    run.give(len(case.rule.steps) + 1, "remainder", case.rule.remainder, run.pot, {})
    return Result(case.income, tuple(run.lines))


def _take(run: Run, number: int, step: Step) -> None:
    """One step."""
    if isinstance(step, Reimburse):
        _reimburse(run, number)
    elif isinstance(step, Host):
        _host(run, number, step)
    elif isinstance(step, Percent):
        _percent(run, number, step)
    elif isinstance(step, Pay):
        _pay(run, number, step)
    else:
        _split(run, number, step)


def _reimburse(run: Run, number: int) -> None:
    owed: dict[str, int] = {}
    for expense in run.case.expenses:
        owed[expense.to] = owed.get(expense.to, 0) + expense.amount
    _meet(run, number, "reimburse", owed, {})


def _host(run: Run, number: int, step: Host) -> None:
    if step.waived or run.case.margin <= 0:
        return
    parts = scales.slices(step.scale, step.year_to_date, step.year_to_date + run.case.margin)
    due = half_up(sum((each.due for each in parts), Fraction(0)))
    figures = {
        "margin": run.case.margin,
        "slices": [[each.amount, decimal(each.rate)] for each in parts],
        "due": due,
    }
    run.give(number, "host", step.to, min(due, run.pot), figures)


def _percent(run: Run, number: int, step: Percent) -> None:
    base = {"pot": run.pot, "margin": run.case.margin, "income": run.case.income}[step.of]
    due = half_up(max(base, 0) * step.rate / 100)
    figures = {"rate": decimal(step.rate), "of": step.of, "base": base, "due": due}
    run.give(number, "percent", step.to, min(due, run.pot), figures)


def _pay(run: Run, number: int, step: Pay) -> None:
    owed: dict[str, int] = {}
    worked: dict[str, Fraction] = {}
    for each in _of_roles(run.case.contributions, step.roles):
        owed[each.person] = owed.get(each.person, 0) + half_up(each.hours * step.rate_per_hour)
        worked[each.person] = worked.get(each.person, Fraction(0)) + each.hours
    figures = {
        person: {"hours": decimal(hours), "rate_per_hour": step.rate_per_hour, "roles": _roles_said(step.roles)}
        for person, hours in worked.items()
    }
    _meet(run, number, "pay", owed, figures)


def _meet(
    run: Run, number: int, kind: str, owed: Mapping[str, int], figures: Mapping[str, Mapping[str, object]]
) -> None:
    """Give each claim, or what the rule adopted for shortages makes of them when the pot is too small."""
    total, pot = sum(owed.values()), run.pot
    given = list(owed.values())
    if total > pot:
        exact = claims.METHODS[run.case.rule.shortage](pot, given)
        given = largest_remainder(exact, pot)
    for (to, claim), amount in zip(owed.items(), given, strict=True):
        short = {"pot": pot, "total": total, "shortage": run.case.rule.shortage} if total > pot else {}
        run.give(number, kind, to, amount, {"claim": claim, **figures.get(to, {}), **short})


def _split(run: Run, number: int, step: Split) -> None:
    people = _merged(_of_roles(run.case.contributions, step.roles))
    otherwise = step.otherwise or run.case.rule.remainder
    if not people:
        run.give(number, "split", otherwise, run.pot, {"nobody": True})
        return
    if step.floor_per_hour is not None:
        worked = {person: sum((each.hours for each in given), Fraction(0)) for person, given in people.items()}
        floors = {person: half_up(hours * step.floor_per_hour) for person, hours in worked.items()}
        said = {
            person: {"hours": decimal(hours), "rate_per_hour": step.floor_per_hour} for person, hours in worked.items()
        }
        _meet(run, number, "floor", floors, said)
    divided = run.pot
    weighed = [_weigh(key, people) for key in step.keys]
    shares = _capped(_weights(weighed), divided, step.cap_percent)
    exact = [*shares, divided - sum(shares, Fraction(0))]
    cents = largest_remainder(exact, divided)
    told = [_told(each, weighed) for each in weighed]
    cap = None if step.cap_percent is None else divided * step.cap_percent / 100
    for rank, person in enumerate(people):
        figures: dict[str, object] = {"divided": divided, "keys": [{**key, "own": own[rank]} for key, own in told]}
        if step.cap_percent is not None and shares[rank] == cap:
            figures["cap"] = decimal(step.cap_percent)
        run.give(number, "split", person, cents[rank], figures)
    held = {} if step.cap_percent is None else {"cap": decimal(step.cap_percent)}
    run.give(number, "split", otherwise, cents[-1], {"divided": divided, **held, "too_much": True})


@dataclass(frozen=True)
class Weighed:
    """What each person weighs under one key, in order, and all of them together."""

    key: Key
    each: tuple[Fraction, ...]
    total: Fraction


def _weigh(key: Key, people: Mapping[str, Sequence[Contribution]]) -> Weighed:
    each = tuple(_under(key, given) for given in people.values())
    return Weighed(key, each, sum(each, Fraction(0)))


def _weights(weighed: Sequence[Weighed]) -> list[Fraction]:
    """Each person's part of the whole: the sum over keys of part × share under that key; they add up to 1."""
    whole = sum((under.key.part for under in weighed), Fraction(0))
    factors = [under.key.part / (under.total * whole) for under in weighed]
    return [
        sum((factor * each for factor, each in zip(factors, own, strict=True)), Fraction(0))
        for own in zip(*(under.each for under in weighed), strict=True)
    ]


def _under(key: Key, given: Iterable[Contribution]) -> Fraction:
    """What somebody weighs under one key."""
    if key.kind == "equal":
        return Fraction(1)
    if key.kind == "hours":
        return sum((each.hours for each in given), Fraction(0))
    if key.kind == "points":
        return sum((each.points for each in given), Fraction(0))
    weights = dict(key.weights)
    return sum((each.hours * weights.get(each.role, 1) for each in given), Fraction(0))


def _capped(weights: Sequence[Fraction], divided: int, cap_percent: Fraction | None) -> list[Fraction]:
    """Exact shares by weight, none over the cap; the excess goes to the others by weight, again until stable."""
    if cap_percent is None:
        return [divided * weight for weight in weights]
    cap = divided * cap_percent / 100
    held: set[int] = set()
    while True:
        free = [each for each, weight in enumerate(weights) if each not in held and weight]
        left, heavy = divided - cap * len(held), sum((weights[each] for each in free), Fraction(0))
        shares = [cap if each in held else Fraction(0) for each in range(len(weights))]
        for each in free:
            shares[each] = left * weights[each] / heavy
        over = {each for each in free if shares[each] > cap}
        if not over:
            return shares
        held |= over


def _check_keys(step: Split, people: Mapping[str, Sequence[Contribution]], number: int) -> None:
    """Refuse a key under which nobody weighs anything; with no participant there is nothing to weigh."""
    if not people:
        return
    for rank, key in enumerate(step.keys, 1):
        if not any(_under(key, given) for given in people.values()):
            raise RefusedCaseError(
                f"L'étape {number}, clé {rank} : on partage {SAID[key.kind]}, et personne n'a rien sous la clé "
                f"« {key.kind} »."
            )
    if not any(key.part for key in step.keys):
        raise RefusedCaseError(f"L'étape {number} : toutes les parts des clés sont nulles.")


def _of_roles(contributions: Iterable[Contribution], roles: frozenset[str] | None) -> list[Contribution]:
    return [each for each in contributions if roles is None or each.role in roles]


def _merged(contributions: Iterable[Contribution]) -> dict[str, list[Contribution]]:
    """By person, in the order in which they first appear."""
    found: dict[str, list[Contribution]] = {}
    for each in contributions:
        found.setdefault(each.person, []).append(each)
    return found


def _roles_said(roles: frozenset[str] | None) -> list[str]:
    return sorted(roles) if roles else []


def _told(under: Weighed, all_: Sequence[Weighed]) -> tuple[dict[str, object], list[str]]:
    """A key as lines tell it: its part in percent of the whole, what all have; and what each has."""
    whole = sum((each.key.part for each in all_), Fraction(0))
    said: dict[str, object] = {
        "key": under.key.kind,
        "part": decimal(under.key.part * 100 / whole),
        "all": decimal(under.total),
    }
    return said, [decimal(each) for each in under.each]
