"""The rule, run: steps in order, each taking from what is left in the pot (design: "Sharing money")."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from maille.sharing.rules import claims, scales
from maille.sharing.rules.cases import Case, Contribution, Host, Key, Pay, Percent, Reimburse, Split, Step
from maille.sharing.rules.exact import half_up, largest_remainder
from maille.sharing.rules.reading import RefusedCaseError
from maille.sharing.rules.results import Line, Result, decimal


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
    weights = _weights(step, people)
    shares = _capped(weights, divided, step.cap_percent)
    exact = [*shares, divided - sum(shares, Fraction(0))]
    cents = largest_remainder(exact, divided)
    for (person, given), share_, amount in zip(people.items(), shares, cents[:-1], strict=True):
        figures = {"divided": divided, "keys": _keys_said(step, given, people)}
        if step.cap_percent is not None and share_ == divided * step.cap_percent / 100:
            figures["cap"] = decimal(step.cap_percent)
        run.give(number, "split", person, amount, figures)
    cap = {"cap": decimal(step.cap_percent)} if step.cap_percent is not None else {}
    run.give(number, "split", otherwise, cents[-1], {"divided": divided, **cap, "too_much": True})


def _weights(step: Split, people: Mapping[str, Sequence[Contribution]]) -> list[Fraction]:
    """Each person's part of the whole: the sum over keys of part × share under that key; they add up to 1."""
    parts = [Fraction(0)] * len(people)
    whole = sum((key.part for key in step.keys), Fraction(0))
    for key in step.keys:
        under = [_under(key, given) for given in people.values()]
        total = sum(under, Fraction(0))
        parts = [part + key.part * each / total / whole for part, each in zip(parts, under, strict=True)]
    return parts


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
            raise RefusedCaseError(f"L'étape {number}, clé {rank} : personne n'a rien sous la clé « {key.kind} ».")
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


def _keys_said(
    step: Split, given: Sequence[Contribution], people: Mapping[str, Sequence[Contribution]]
) -> list[dict[str, object]]:
    """Under each key: its part in percent of the whole, what this person has, what all have."""
    whole = sum((key.part for key in step.keys), Fraction(0))
    return [
        {
            "key": key.kind,
            "part": decimal(key.part * 100 / whole),
            "own": decimal(_under(key, given)),
            "all": decimal(sum((_under(key, each) for each in people.values()), Fraction(0))),
        }
        for key in step.keys
    ]
