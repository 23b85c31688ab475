"""Jobs: what may be written, where they may go next, and how they come back."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from maille.activities.rules.kinds import JobState, PotKind
from maille.journeys.rules.checks import Problem, day

EARLIEST = datetime.date(2000, 1, 1)
"""Before any KPA: a slip of the finger."""
TOO_OLD = "Cette date est trop ancienne : vérifiez l'année."
FARTHEST = datetime.timedelta(days=3 * 366)
MOST_MINUTES = 100_000 * 60

NEXT: dict[JobState, tuple[JobState, ...]] = {
    JobState.IDEA: (JobState.ASKED, JobState.PLANNED, JobState.CANCELLED),
    JobState.ASKED: (JobState.PLANNED, JobState.IDEA, JobState.CANCELLED),
    JobState.PLANNED: (JobState.DONE, JobState.ASKED, JobState.CANCELLED),
    JobState.DONE: (JobState.CLOSED, JobState.PLANNED),
    JobState.CLOSED: (JobState.DONE,),
    JobState.CANCELLED: (JobState.IDEA, JobState.ASKED, JobState.PLANNED),
}
"""State → those it may pass to, the usual one first."""
FORWARD: dict[JobState, str] = {
    JobState.ASKED: "Un client le demande",
    JobState.PLANNED: "C'est prévu",
    JobState.DONE: "C'est fait",
    JobState.CLOSED: "Clôturer",
}
"""The state a button leads to → what the button says."""
BACK: dict[JobState, str] = {
    JobState.IDEA: "Revenir à une idée",
    JobState.ASKED: "Revenir à une demande",
    JobState.PLANNED: "Revenir à prévue",
    JobState.DONE: "Rouvrir",
}
RESTORE: dict[JobState, str] = {
    JobState.IDEA: "Reprendre comme une idée",
    JobState.ASKED: "Reprendre comme une demande",
    JobState.PLANNED: "Rétablir : c'est prévu",
}
OPEN = (JobState.IDEA, JobState.ASKED, JobState.PLANNED)
"""Still to come: people sign up."""
OVER = (JobState.CLOSED, JobState.CANCELLED)
WHO_CANCELS = {
    "client": "Le client",
    "group": "Le groupe",
    "other": "Personne : la météo, une panne, un imprévu",
}

SAID = {"client": "Annulée par le client", "group": "Annulée par le groupe"}


@dataclass(frozen=True)
class JobFacts:
    """What somebody typed of a job; money in cents excluding tax, work in minutes."""

    title: str
    kind: str = PotKind.JOB.value
    activity_id: int | None = None
    offer_id: int | None = None
    quantity: Decimal | None = None
    description: str = ""
    client: str = ""
    contact: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    place: str = ""
    expected: int | None = None
    planned_minutes: int | None = None


def problems_of(facts: JobFacts, today: datetime.date) -> list[Problem]:
    """What refuses a job."""
    found = []
    if not facts.title.strip():
        found.append(Problem("title", "Donnez un nom à cette prestation."))
    if facts.ends_on and not facts.starts_on:
        found.append(Problem("starts_on", "Dites aussi le premier jour."))
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        found.append(Problem("ends_on", "La fin précède le début. Vérifiez les deux jours."))
    for name, on in (("starts_on", facts.starts_on), ("ends_on", facts.ends_on)):
        if on and on > today + FARTHEST:
            found.append(Problem(name, f"Le {day(on)} est dans plus de trois ans : vérifiez."))
        if on and on < EARLIEST:
            found.append(Problem(name, TOO_OLD))
    if facts.quantity is not None and facts.quantity <= 0:
        found.append(Problem("quantity", "La quantité est plus grande que zéro."))
    if facts.planned_minutes is not None and facts.planned_minutes > MOST_MINUTES:
        found.append(Problem("planned", "C'est plus de 100 000 heures : vérifiez."))
    return found


def refusal(state: JobState, wanted: JobState, first: datetime.date | None, today: datetime.date, came: int) -> str:
    """Why a job may not pass from one state to another that day, "" when it may.

    `first` is its first day, `came` how many people are noted as having come.
    """
    if wanted not in NEXT[state]:
        return "Cette prestation a changé d'état entre-temps. Rechargez la page."
    if wanted == JobState.PLANNED and first is None:
        return "Dites d'abord quel jour : ajoutez un créneau, ou une date."
    if wanted == JobState.DONE and state == JobState.PLANNED and first is not None and first > today:
        return f"Elle commence le {day(first)} : elle sera faite à partir de ce jour."
    if wanted == JobState.CANCELLED and came:
        return "Des personnes sont notées venues : elle a eu lieu. Effacez d'abord leur présence."
    return ""


def said_kindly(who: str, why: str) -> str:
    """A cancellation in one line: who, then why."""
    words = SAID.get(who, "Annulée, sans faute de personne")
    return f"{words}\u00a0: {why.strip()}" if why.strip() else f"{words}."


def expected_of(price: int | None, quantity: Decimal | None) -> int | None:
    """Cents for that many units, half up to the cent; None while the price is unknown."""
    if price is None:
        return None
    return int(price * (quantity if quantity is not None else 1) + Decimal("0.5"))


def minutes_of(minutes: int, quantity: Decimal | None) -> int | None:
    """Work for that many units, half up to the minute; None when the offer does not say."""
    return int(minutes * (quantity if quantity is not None else 1) + Decimal("0.5")) or None


def again(start: datetime.datetime, weeks: int) -> datetime.datetime:
    """So many weeks later at the same time on the clock, even when the clock changes; `start` in local time."""
    return start + datetime.timedelta(weeks=weeks)
