"""The specification a second time, the slow and literal way, on the JSON itself: what the engine must agree with."""

import itertools
import math
from fractions import Fraction
from typing import Any


def half_up(amount: Fraction) -> int:
    """Nearest cent, a half goes up."""
    return math.floor(amount + Fraction(1, 2))


def divide(total: int, shares: list[Fraction]) -> list[int]:
    """Largest remainder, one cent at a time."""
    cents = [math.floor(share) for share in shares]
    parts = [share - math.floor(share) for share in shares]
    while sum(cents) < total:
        lucky = parts.index(max(parts))
        cents[lucky] += 1
        parts[lucky] = Fraction(-1)
    return cents


def level(pot: Fraction, claims: list[int]) -> Fraction:
    """The height to which water rises in vessels as high as the claims."""
    heights = sorted({0, *claims})
    for low, high in itertools.pairwise(heights):
        filled = sum(min(claim, high) for claim in claims)
        if filled >= pot:
            below = sum(min(claim, low) for claim in claims)
            return low + (pot - below) / sum(claim > low for claim in claims)
    return Fraction(max(heights))


def short(method: str, pot: int, claims: list[int]) -> list[Fraction]:
    """The three classical answers to a shortage."""
    total = sum(claims)
    if method == "proportional":
        return [Fraction(claim) * pot / total for claim in claims]
    if method == "equal_awards":
        return [min(Fraction(claim), level(Fraction(pot), claims)) for claim in claims]
    given_up = level(Fraction(total - pot), claims)
    return [max(Fraction(0), claim - given_up) for claim in claims]


def due(scale: list[dict[str, Any]], amount: int) -> Fraction:
    """The integral of the scale from nothing to an amount."""
    found, low = Fraction(0), 0
    for bracket in scale:
        high = amount if bracket["up_to"] is None else bracket["up_to"]
        if amount > low:
            found += Fraction(min(amount, high) - low) * Fraction(bracket["rate"]) / 100
            low = high
    return found


class Oracle:
    """One case."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case, self.rule = case, case["rule"]
        self.pot: int = case["income"]
        self.margin = self.pot - sum(each["amount"] for each in case["expenses"])
        self.lines: list[tuple[int, str, str, int]] = []
        for number, step in enumerate(self.rule["steps"], 1):
            getattr(self, step["kind"])(number, step)
        self.give(len(self.rule["steps"]) + 1, "remainder", self.rule.get("remainder", "collective"), self.pot)

    def give(self, number: int, kind: str, to: str, amount: int) -> None:
        """One line."""
        self.pot -= amount
        if amount:
            self.lines.append((number, kind, to, amount))

    def meet(self, number: int, kind: str, owed: dict[str, int]) -> None:
        """Claims, whole or not."""
        amounts = list(owed.values())
        if sum(amounts) > self.pot:
            amounts = divide(self.pot, short(self.rule.get("shortage", "proportional"), self.pot, amounts))
        for to, amount in zip(owed, amounts, strict=True):
            self.give(number, kind, to, amount)

    def chosen(self, step: dict[str, Any]) -> list[dict[str, Any]]:
        """The contributions of the step's roles."""
        roles = step.get("roles")
        return [each for each in self.case["contributions"] if roles is None or each["role"] in roles]

    def reimburse(self, number: int, step: dict[str, Any]) -> None:
        """What was advanced."""
        owed: dict[str, int] = {}
        for each in self.case["expenses"]:
            owed[each["to"]] = owed.get(each["to"], 0) + each["amount"]
        self.meet(number, "reimburse", owed)

    def host(self, number: int, step: dict[str, Any]) -> None:
        """Brackets."""
        if self.margin > 0 and not step.get("waived", False):
            before = step.get("year_to_date", 0)
            owed = half_up(due(step["scale"], before + self.margin) - due(step["scale"], before))
            self.give(number, "host", step["to"], min(owed, self.pot))

    def percent(self, number: int, step: dict[str, Any]) -> None:
        """A rate of something."""
        bases = {"pot": self.pot, "margin": max(self.margin, 0), "income": self.case["income"]}
        owed = half_up(Fraction(step["rate"]) / 100 * bases[step.get("of", "pot")])
        self.give(number, "percent", step["to"], min(owed, self.pot))

    def pay(self, number: int, step: dict[str, Any]) -> None:
        """By the hour."""
        owed: dict[str, int] = {}
        for each in self.chosen(step):
            owed[each["person"]] = owed.get(each["person"], 0) + half_up(
                Fraction(each["hours"]) * step["rate_per_hour"]
            )
        self.meet(number, "pay", owed)

    def weights(self, step: dict[str, Any], people: list[str]) -> list[Fraction]:
        """Shares under each key, added up."""
        found = dict.fromkeys(people, Fraction(0))
        for key in step["keys"]:
            under = dict.fromkeys(people, Fraction(1 if key["key"] == "equal" else 0))
            for each in self.chosen(step):
                if key["key"] == "hours":
                    under[each["person"]] += Fraction(each["hours"])
                elif key["key"] == "weighted_hours":
                    under[each["person"]] += Fraction(each["hours"]) * Fraction(
                        key.get("weights", {}).get(each["role"], "1")
                    )
                elif key["key"] == "points":
                    under[each["person"]] += Fraction(each["points"])
            whole = sum(under.values())
            for person in people:
                found[person] += Fraction(key["part"]) * under[person] / whole
        whole = sum(found.values())
        return [each / whole for each in found.values()]

    def split(self, number: int, step: dict[str, Any]) -> None:
        """All that is left."""
        people = list(dict.fromkeys(each["person"] for each in self.chosen(step)))
        otherwise = step.get("otherwise", self.rule.get("remainder", "collective"))
        if not people:
            return self.give(number, "split", otherwise, self.pot)
        if "floor_per_hour" in step:
            hours = {
                person: sum(Fraction(each["hours"]) for each in self.chosen(step) if each["person"] == person)
                for person in people
            }
            self.meet(number, "floor", {who: half_up(each * step["floor_per_hour"]) for who, each in hours.items()})
        weights, divided = self.weights(step, people), Fraction(self.pot)
        shares = [divided * weight for weight in weights]
        if "cap_percent" in step:
            shares = self.held(weights, divided, divided * Fraction(step["cap_percent"]) / 100)
        cents = divide(self.pot, [*shares, divided - sum(shares)])
        for to, amount in zip([*people, otherwise], cents, strict=True):
            self.give(number, "split", to, amount)
        return None

    def held(self, weights: list[Fraction], divided: Fraction, cap: Fraction) -> list[Fraction]:
        """The heaviest first: who stands at the cap leaves the rest to the lighter ones."""
        shares, left, heavy = [Fraction(0)] * len(weights), divided, Fraction(1)
        for each in sorted(range(len(weights)), key=lambda each: -weights[each]):
            if weights[each]:
                shares[each] = min(cap, left * weights[each] / heavy)
                left, heavy = left - shares[each], heavy - weights[each]
        return shares
