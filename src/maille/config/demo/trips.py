"""What happens along a journey: stages, pauses, news after exit. Pure, and the same at every call."""

import datetime
from dataclasses import dataclass
from random import Random

from maille.config.demo.register import Row
from maille.journeys.rules.dates import add_months

STAGES = ("immerse", "explore", "test", "open_up")
REASONS = (
    "Garde d'enfant",
    "Raison de santé",
    "Congé maternité",
    "Déménagement",
    "Mission d'intérim de quelques semaines",
)

Pause = tuple[datetime.date, datetime.date | None, str]


@dataclass(frozen=True)
class News:
    """A follow-up done: so many months after the exit, on a day, with words of the register file."""

    months: int
    on: datetime.date
    situation: str = ""
    detail: str = ""

    @property
    def unreachable(self) -> bool:
        """Nobody answered."""
        return not self.situation


@dataclass(frozen=True)
class Trip:
    """A row of the register and what happened along it."""

    row: Row
    stages: tuple[tuple[str, datetime.date], ...] = ()
    pauses: tuple[Pause, ...] = ()
    news: tuple[News, ...] = ()
    transferred: bool = False
    """The journey went on in another KPA: not an exit of the network."""


def lived(row: Row, day: datetime.date, *, transferred: bool = False) -> Trip:
    """The row with a likely course of events up to `day`, always the same for the same row."""
    random = Random(f"{row.nom}|{row.prenom}|{row.entree}")  # noqa: S311 - invented events, nothing secret
    until = min(row.sortie or day, day)
    return Trip(
        row=row,
        stages=stages(random, row.entree, until),
        pauses=pauses(random, row.entree, until),
        news=() if transferred or not row.sortie else news(random, row, day),
        transferred=transferred,
    )


def stages(random: Random, entry: datetime.date, until: datetime.date) -> tuple[tuple[str, datetime.date], ...]:
    """S'immerger from the first day, then each stage after two to six months, as long as the journey lasts."""
    reached, found = entry, []
    for kind in STAGES:
        if reached > until:
            break
        found.append((kind, reached))
        reached += datetime.timedelta(days=random.randint(60, 180))
    return tuple(found)


def pauses(random: Random, entry: datetime.date, until: datetime.date) -> tuple[Pause, ...]:
    """One person in twelve stops for some weeks."""
    if (until - entry).days < 150 or random.random() > 1 / 12:
        return ()
    start = entry + datetime.timedelta(days=random.randint(50, 90))
    return ((start, start + datetime.timedelta(days=random.randint(14, 55)), random.choice(REASONS)),)


def news(random: Random, row: Row, day: datetime.date) -> tuple[News, ...]:
    """Follow-ups 3 and 6 months after the exit: those due for over two months are done, a quarter without an answer."""
    found = []
    for months in (3, 6):
        due = add_months(row.sortie or day, months)
        if due + datetime.timedelta(days=60) > day:
            break
        answered = random.random() < 0.75
        situation = row.situation_sortie or "sans"
        words = (situation, row.detail_sortie) if answered else ("", "")
        found.append(News(months, due + datetime.timedelta(days=random.randint(0, 21)), *words))
    return tuple(found)
