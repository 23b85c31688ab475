"""Workshops: what may be planned, when it happens in words, how a place is found."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from maille.journeys.rules.checks import Problem, day
from maille.journeys.rules.support import DOMAIN_NAMES

LONGEST = 12 * 60
"""Minutes one session may last."""
FARTHEST = datetime.timedelta(days=2 * 366)
MOST_REPEATS = 52
"""Times a workshop or a job may be repeated at once: a year, each week."""


@dataclass(frozen=True)
class WorkshopFacts:
    """What somebody typed of a workshop; `starts_at` with its time zone, `places` None when there is no limit."""

    title: str
    domain: str
    starts_at: datetime.datetime
    minutes: int
    description: str = ""
    place: str = ""
    places: int | None = None
    led_by_id: int | None = None
    led_by_peer_id: int | None = None
    led_by_name: str = ""


def problems_of(facts: WorkshopFacts, now: datetime.datetime) -> list[Problem]:
    """What refuses a workshop."""
    found = []
    if not facts.title.strip():
        found.append(Problem("title", "Donnez un nom à cet atelier."))
    if facts.domain not in DOMAIN_NAMES:
        found.append(Problem("domain", "Choisissez un sujet dans la liste."))
    if not 5 <= facts.minutes <= LONGEST:
        found.append(Problem("ends_at", "Un atelier dure de 5 minutes à 12 heures. Vérifiez l'heure de fin."))
    if facts.places is not None and facts.places < 1:
        found.append(Problem("places", "Il faut au moins une place. Laissez vide s'il n'y a pas de limite."))
    if facts.starts_at > now + FARTHEST:
        found.append(Problem("starts_on", f"Le {day(facts.starts_at.date())} est dans plus de deux ans : vérifiez."))
    leaders = [facts.led_by_id is not None, facts.led_by_peer_id is not None, bool(facts.led_by_name)]
    if sum(leaders) > 1:
        found.append(Problem("led_by_name", "Une seule personne anime : l'équipe, un pair, ou quelqu'un d'ailleurs."))
    return found


def has_room(places: int | None, taken: int) -> bool:
    """Whether one more person may sit; None means there is no limit."""
    return places is None or taken < places


def repeats(start: datetime.datetime, weeks: int, times: int) -> list[datetime.datetime]:
    """The next `times` sessions, every `weeks` weeks, at the same time on the clock even when the clock changes."""
    return [start + datetime.timedelta(weeks=weeks * rank) for rank in range(1, times + 1)]


def hour(moment: datetime.datetime | datetime.time) -> str:
    """A time as people say it: "14 h", "9 h 30"."""
    return f"{moment.hour} h" if not moment.minute else f"{moment.hour} h {moment.minute:02d}"


def lasting(minutes: int) -> str:
    """A length as people say it: "45 minutes", "1 heure", "2 heures 30"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} minutes"
    return f"{hours} heure{'s' if hours > 1 else ''}{f' {rest:02d}' if rest else ''}"


@dataclass(frozen=True)
class Counted:
    """How many people a workshop holds."""

    seated: int = 0
    waiting: int = 0
    came: int = 0
    absent: int = 0

    @property
    def unmarked(self) -> int:
        """Seated, and nobody said yet whether they came."""
        return self.seated - self.came - self.absent


def counted(places: Sequence[tuple[bool, bool | None]]) -> Counted:
    """Counts from (waiting, came) of each place not cancelled."""
    seated = [came for waiting, came in places if not waiting]
    return Counted(
        seated=len(seated),
        waiting=len(places) - len(seated),
        came=sum(came is True for came in seated),
        absent=sum(came is False for came in seated),
    )
