"""Counting people from facts, one by one: slow, evident, and what the fast path must equal."""

from collections import Counter
from collections.abc import Iterable

from maille.impact.rules.dimensions import JourneyFacts, codes_of, overlaps
from maille.impact.rules.indicators import Counts
from maille.impact.rules.periods import Period


def references(
    journeys: Iterable[JourneyFacts], period: Period, scope: frozenset[int] | None = None
) -> list[JourneyFacts]:
    """Each person's reference journey: of those of the scope that overlap, the latest-starting (then last recorded)."""
    latest: dict[int, JourneyFacts] = {}
    for facts in journeys:
        if (scope is None or facts.kpa in scope) and overlaps(facts, period):
            held = latest.get(facts.person)
            if held is None or (facts.entered_on, facts.id) > (held.entered_on, held.id):
                latest[facts.person] = facts
    return list(latest.values())


def count(journeys: Iterable[JourneyFacts], period: Period, scope: frozenset[int] | None = None) -> Counts:
    """How many people have each code of each dimension."""
    counts: dict[str, Counter[str]] = {}
    for facts in references(journeys, period, scope):
        for dimension, code in codes_of(facts, period, scope).items():
            if code:
                counts.setdefault(dimension, Counter())[code] += 1
    return counts
