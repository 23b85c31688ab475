"""Dated relations between organisations: what goes with what, when, and what two of them may not be at once."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

FOREVER = datetime.date.max


@dataclass(frozen=True)
class Span:
    """From one day to another, both included; no end means it lasts."""

    started_on: datetime.date
    ended_on: datetime.date | None = None

    def holds_on(self, date: datetime.date) -> bool:
        """Whether the day is inside."""
        return self.started_on <= date <= (self.ended_on or FOREVER)

    def overlaps(self, other: "Span") -> bool:
        """Whether some day is inside both."""
        return self.started_on <= (other.ended_on or FOREVER) and other.started_on <= (self.ended_on or FOREVER)

    def state_on(self, date: datetime.date) -> str:
        """ "past", "present" or "future" on that day."""
        if self.started_on > date:
            return "future"
        return "present" if self.holds_on(date) else "past"


def overlapping(span: Span, others: Iterable[Span]) -> list[Span]:
    """Those of `others` that share a day with `span`."""
    return [other for other in others if span.overlaps(other)]


def misfit(kind: str, source_kind: str, target_kind: str) -> str:
    """Why an organisation of one kind cannot be `kind` of one of the other; "" when it can (seed 003).

    A KPA is carried, it does not carry: it is never the lead or the host of anything, and only a KPA or another
    partner joins a network.
    """
    if kind == "member" and target_kind != "network":
        return "On n'est membre que d'un réseau : choisissez un réseau."
    if kind == "member" and source_kind == "network":
        return "Un réseau ne peut pas être membre d'un réseau : choisissez un KPA ou une autre structure."
    if kind in {"lead", "host"} and source_kind in {"kpa", "collective"}:
        carrier = "structure porteuse" if kind == "lead" else "structure de portage"
        return f"Un KPA ou un collectif n'est pas une {carrier} : choisissez la structure qui a la personnalité morale."
    return ""
