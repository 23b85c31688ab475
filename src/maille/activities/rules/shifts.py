"""Shifts: what may be planned, who still fits, when in words, and which ones meet."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from maille.journeys.rules.checks import Problem, day
from maille.journeys.rules.workshops import hour

NO_BREAK = "\u00a0"
"""Between a number and its unit: "8" never ends a line that "h" begins the next of."""
LONGEST = 24 * 60
"""Minutes of one shift at most."""
MOST_PEOPLE = 500
FARTHEST = datetime.timedelta(days=2 * 366)


@dataclass(frozen=True)
class ShiftFacts:
    """What somebody typed of a shift; `starts_at` with its time zone."""

    starts_at: datetime.datetime
    minutes: int
    people: int = 1
    place: str = ""
    role_id: int | None = None
    special: str = ""
    special_people: int = 0


def problems_of(facts: ShiftFacts, now: datetime.datetime) -> list[Problem]:
    """What refuses a shift."""
    found = []
    if not 5 <= facts.minutes <= LONGEST:
        found.append(Problem("ends_at", "Un créneau dure de 5 minutes à 24 heures. Vérifiez l'heure de fin."))
    if not 1 <= facts.people <= MOST_PEOPLE:
        found.append(Problem("people", "Il faut au moins une personne."))
    if facts.special_people > facts.people:
        found.append(
            Problem("special_people", f"C'est plus que les {facts.people} personnes du créneau. Vérifiez les nombres.")
        )
    if facts.special and not facts.special_people:
        found.append(Problem("special_people", "Dites combien de personnes doivent y répondre."))
    if facts.special_people and not facts.special:
        found.append(Problem("special", "Dites de quoi il s'agit : le permis, un diplôme…"))
    if facts.starts_at > now + FARTHEST:
        found.append(Problem("starts_on", f"Le {day(facts.starts_at.date())} est dans plus de deux ans : vérifiez."))
    return found


@dataclass(frozen=True)
class Room:
    """How full a shift is: people asked for, of whom some with a special need; those who come."""

    people: int
    special_people: int = 0
    taken: int = 0
    taken_special: int = 0

    @property
    def missing(self) -> int:
        """Places still free."""
        return max(self.people - self.taken, 0)

    @property
    def missing_special(self) -> int:
        """Free places kept for somebody who answers the special need."""
        return min(max(self.special_people - self.taken_special, 0), self.missing)

    def refusal(self, special: str, *, answers: bool) -> str:
        """Why one more person does not fit, "" when there is room; `answers`: this person answers the special need."""
        if not self.missing:
            several = "les places sont prises" if self.people > 1 else "la place est prise"
            return f"C'est complet : {several}."
        if not answers and self.missing == self.missing_special:
            left = "La dernière place est gardée" if self.missing == 1 else "Les dernières places sont gardées"
            return f"{left} pour quelqu'un qui répond au besoin : {special}."
        return ""


@dataclass(frozen=True)
class Stretch:
    """When somebody is taken, and by what."""

    starts_at: datetime.datetime
    minutes: int
    what: str = ""

    @property
    def ends_at(self) -> datetime.datetime:
        """When it ends."""
        return self.starts_at + datetime.timedelta(minutes=self.minutes)


def meeting(one: Stretch, others: Iterable[Stretch]) -> list[Stretch]:
    """Those that share at least a minute with this one, in their order."""
    return [each for each in others if each.starts_at < one.ends_at and one.starts_at < each.ends_at]


def hours(start: datetime.datetime, end: datetime.datetime) -> str:
    """« 8 h – 14 h », on the clock there; the end's day is said when it is another one."""
    first, last = (hour(moment).replace(" ", NO_BREAK) for moment in (start, end))
    return (
        f"{first}{NO_BREAK}– {last}"
        if end.date() == start.date()
        else f"{first}{NO_BREAK}– {last} le {day(end.date())}"
    )
