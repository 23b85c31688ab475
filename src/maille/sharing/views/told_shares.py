"""A share of money as pages tell it: one row per person, per account, each with its reasons; names put at the end.

What is computed and stored names nobody; here participants' numbers become the names the reader may see.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from maille.activities.models import Job, Participant
from maille.activities.rules.exact import half_up
from maille.sharing.models import Distribution, RuleVersion, rule_in_force
from maille.sharing.models.rule_words import in_words
from maille.sharing.rules import recipients
from maille.sharing.rules.recipients import participant_of
from maille.sharing.rules.results import Line
from maille.sharing.rules.wording import because
from maille.ui.charts import Part, Stacked
from maille.ui.text import euros

BACK = "reimburse"
"""The kind of line that gives money back rather than pays."""


@dataclass(frozen=True)
class Reason:
    """Cents of one line, and why."""

    cents: int
    sentence: str


@dataclass(frozen=True)
class Share:
    """All that one person or one account gets."""

    recipient: str
    name: str
    cents: int
    before: int
    minutes: int
    refund: int
    reasons: tuple[Reason, ...]
    mine: bool = False

    @property
    def moved(self) -> int:
        """What posting adds; negative when something is given back."""
        return self.cents - self.before

    @property
    def owed_back(self) -> int:
        """What is given back, positive."""
        return max(-self.moved, 0)

    @property
    def for_pay(self) -> int:
        """Without the money only given back."""
        return self.cents - self.refund

    @property
    def per_hour(self) -> int | None:
        """Cents for pay of one hour; None without any."""
        return half_up_per_hour(self.for_pay, self.minutes)

    @property
    def question(self) -> str:
        """What its reasons answer."""
        return f"Pourquoi {euros(self.cents)} ?"


@dataclass(frozen=True)
class Shares:
    """Everybody's, people first."""

    people: tuple[Share, ...]
    others: tuple[Share, ...]
    income: int
    again: bool
    """Something was posted before: differences show."""

    @property
    def rows(self) -> tuple[Share, ...]:
        """People, then the rest."""
        return self.people + self.others

    @property
    def back(self) -> tuple[Share, ...]:
        """Those who give money back."""
        return tuple(each for each in self.rows if each.moved < 0)

    @property
    def minutes(self) -> int:
        """All the paid work."""
        return sum(each.minutes for each in self.people)

    @property
    def for_pay(self) -> int:
        """What goes to people for pay."""
        return sum(each.for_pay for each in self.people)

    @property
    def per_hour(self) -> int | None:
        """The same, for one hour of paid work; None without any."""
        return half_up_per_hour(self.for_pay, self.minutes)

    @property
    def mine(self) -> Share | None:
        """The reader's own."""
        return next((each for each in self.people if each.mine), None)

    @property
    def chart(self) -> Stacked:
        """The pot, cut in its parts."""
        parts = tuple(Part(each.name, each.cents, euros(each.cents)) for each in self.rows if each.cents)
        return Stacked("Où va la recette", parts, total=euros(self.income))


def half_up_per_hour(cents: int, minutes: int) -> int | None:
    """Cents an hour, to the nearest cent."""
    return half_up(Fraction(cents * 60, minutes)) if minutes and cents >= 0 else None


def shares(
    lines: Sequence[Line],
    case: Mapping[str, Any],
    before: Mapping[str, int],
    own: frozenset[int] = frozenset(),
) -> Shares:
    """Group lines by who receives; two queries for the names."""
    minutes: dict[str, int] = {}
    for each in case["contributions"]:
        minutes[each["person"]] = minutes.get(each["person"], 0) + each["minutes"]
    found = {each: [line for line in lines if line.to == each] for each in [line.to for line in lines]}
    everybody = [*found, *(each for each in (*before, *minutes) if each not in found)]
    names = names_of(everybody)
    told = [
        Share(
            recipient=each,
            name=names[each],
            cents=sum(line.amount for line in found.get(each, ())),
            before=before.get(each, 0),
            minutes=minutes.get(each, 0),
            refund=sum(line.amount for line in found.get(each, ()) if line.kind == BACK),
            reasons=tuple(Reason(line.amount, because(line)) for line in found.get(each, ())),
            mine=participant_of(each) in own,
        )
        for each in dict.fromkeys(everybody)
    ]
    people = sorted(
        (each for each in told if participant_of(each.recipient) is not None),
        key=lambda each: (not each.mine, each.name),
    )
    others = (each for each in told if participant_of(each.recipient) is None)
    return Shares(tuple(people), tuple(others), case["income"], bool(before))


def shares_of(found: Distribution, before: Mapping[str, int], own: frozenset[int] = frozenset()) -> Shares:
    """Those of a stored distribution."""
    lines = [Line(each.step, each.kind, each.recipient, each.cents, each.figures) for each in found.lines.all()]
    return shares(lines, found.case, before, own)


def names_of(found: Iterable[str]) -> dict[str, str]:
    """Recipient → name, as a row says it; one query."""
    numbers = {each: participant_of(each) for each in found}
    # unscoped: of a distribution loaded in scope
    people = Participant.objects.named().in_bulk({each for each in numbers.values() if each is not None})
    return {
        each: str(people[number]) if number is not None else sentence_case(recipients.FIXED[each])
        for each, number in numbers.items()
    }


def sentence_case(words: str) -> str:
    """With a capital, as the first word of a row."""
    return words[:1].upper() + words[1:]


def rule_of(version: RuleVersion, job: Job, today: datetime.date) -> dict[str, Any]:
    """What a page says of the rule: the one of the job's day, and another one when it is in force today."""
    now = rule_in_force(job.kpa_id, job.activity_id, today)
    return {
        "applied": version,
        "applies": in_words(version, job),
        "in_force": now if now is not None and now.pk != version.pk else None,
    }
