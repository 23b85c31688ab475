"""Whether somebody may work on a day, and what is missing, in words.

Nobody works before a signed contract and the insurer's answer, whatever a KPA decides (mission, "no activity before the
insurer's answer"); the right to work blocks whoever needs a document for it, the legal representative's authorisation
whoever is under 18; a KPA says which of the other pieces block (network.rules.pieces).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from maille.journeys.rules import readiness_words as words
from maille.journeys.rules.dates import age_on
from maille.journeys.rules.readiness_words import State
from maille.network.rules.pieces import ALWAYS, CHOSEN, PieceKind

__all__ = [
    "ANNOUNCED",
    "Answer",
    "Facts",
    "Kept",
    "Line",
    "Missing",
    "Period",
    "Readiness",
    "State",
    "announced",
    "readiness",
]

ADULT = 18
ANNOUNCED = (60, 30)
"""Days before its end when a piece, a cover or an authorisation is announced (issue of contracts and support)."""
ORDER = (
    PieceKind.CONTRACT,
    PieceKind.INSURANCE,
    PieceKind.RIGHT_TO_WORK,
    PieceKind.AUTHORISATION,
    PieceKind.IDENTITY,
    PieceKind.ADDRESS,
    PieceKind.NOTICE,
    PieceKind.CHARTER,
    PieceKind.BANK,
)
"""How the checklist reads: what always blocks first."""
FAR = datetime.date.max


class Said(StrEnum):
    """An insurer's answer; "" while it has not come."""

    VALIDATED = "validated"
    REFUSED = "refused"


@dataclass(frozen=True)
class Period:
    """A contract's period: both days included; `terminated_on` is the last day when it was ended early."""

    started_on: datetime.date
    ends_on: datetime.date | None = None
    signed_on: datetime.date | None = None
    terminated_on: datetime.date | None = None

    @property
    def last_day(self) -> datetime.date:
        """The last day it runs; far away when nothing ends it."""
        return min(self.ends_on or FAR, self.terminated_on or FAR)


@dataclass(frozen=True)
class Answer:
    """A demand to the insurer and what it said; a cover runs from `covers_from` to `covers_to`, both included."""

    sent_on: datetime.date
    answer: str = ""
    answered_on: datetime.date | None = None
    covers_from: datetime.date | None = None
    covers_to: datetime.date | None = None


@dataclass(frozen=True)
class Kept:
    """A piece recorded: it counts from `given_on` to `expires_on`, and no longer from the day it is withdrawn."""

    kind: str
    given_on: datetime.date
    expires_on: datetime.date | None = None
    withdrawn_on: datetime.date | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a person in one KPA."""

    under_way: bool = True
    """Whether a journey of this person runs in this KPA on the day asked."""
    periods: tuple[Period, ...] = ()
    answers: tuple[Answer, ...] = ()
    pieces: tuple[Kept, ...] = ()
    bank: tuple[tuple[datetime.date, datetime.date | None], ...] = ()
    """Each account: the first day it is used, and the first day it no longer is."""
    birth_date: datetime.date | None = None
    right_to_work_needed: bool | None = None
    required: frozenset[str] = frozenset()
    """Pieces this KPA asks for before work, among those it may choose."""


@dataclass(frozen=True)
class Line:
    """One line of the checklist on a day. `until` is the last day it holds, None when nothing ends it."""

    kind: PieceKind
    state: State
    blocks: bool
    since: datetime.date | None = None
    until: datetime.date | None = None

    @property
    def is_met(self) -> bool:
        """Nothing to do here that day."""
        return self.state in (State.HELD, State.NOT_NEEDED)

    @property
    def sentence(self) -> str:
        """Where it stands and what to do, for the team."""
        return words.desk(self.kind, self.state, self.since, self.until)

    @property
    def simply(self) -> str:
        """The same, said to the person herself in simple words."""
        return words.pocket(self.kind, self.state, self.since, self.until)


@dataclass(frozen=True)
class Missing:
    """Something that is not there; `line` says which, None for the journey itself."""

    key: str
    blocks: bool
    line: Line | None = None

    @property
    def name(self) -> str:
        """A short name to list."""
        return words.name(self.line.kind, self.line.state) if self.line else words.NO_JOURNEY.name

    @property
    def sentence(self) -> str:
        """What to do, for the team."""
        return self.line.sentence if self.line else words.NO_JOURNEY.desk

    @property
    def simply(self) -> str:
        """The same, said to the person herself in simple words."""
        return self.line.simply if self.line else words.NO_JOURNEY.pocket

    @property
    def waits(self) -> bool:
        """Somebody else has to answer, or a day to come: nothing to bring."""
        return self.line is not None and self.line.state in (State.AWAITED, State.LATER)


@dataclass(frozen=True)
class Readiness:
    """Whether the person may work that day, and everything that is missing, what blocks first."""

    ready: bool
    missing: tuple[Missing, ...]
    lines: tuple[Line, ...] = field(default=(), repr=False)

    @property
    def blocking(self) -> tuple[Missing, ...]:
        """What stops the work."""
        return tuple(each for each in self.missing if each.blocks)

    @property
    def to_complete(self) -> tuple[Missing, ...]:
        """What is asked for and stops nothing."""
        return tuple(each for each in self.missing if not each.blocks)

    @property
    def lacking(self) -> str:
        """What stops the work, in words: "le contrat signé et l'accord de l'assureur"; "" when nothing does."""
        return words.listed([each.name for each in self.blocking])

    @property
    def label(self) -> str:
        """Two words for a badge."""
        return "Peut travailler" if self.ready else "Ne peut pas encore travailler"


def readiness(facts: Facts, day: datetime.date) -> Readiness:
    """What stands that day, as known then; what was withdrawn, ended or expired before no longer counts."""
    lines = tuple(line_of(kind, facts, day) for kind in ORDER)
    found = [Missing(line.kind.value, line.blocks, line) for line in lines if not line.is_met]
    if not facts.under_way:
        found.append(Missing("journey", True))
    found.sort(key=lambda each: not each.blocks)
    return Readiness(not any(each.blocks for each in found), tuple(found), lines)


def line_of(kind: PieceKind, facts: Facts, day: datetime.date) -> Line:
    """One line of the checklist."""
    blocks = kind in ALWAYS or kind not in CHOSEN or kind.value in facts.required
    if kind == PieceKind.CONTRACT:
        state, since, until = contract_on(facts.periods, day)
    elif kind == PieceKind.INSURANCE:
        state, since, until = insurance_on(facts.answers, day)
    elif kind == PieceKind.BANK:
        state, since, until = bank_on(facts.bank, day)
    else:
        state, since, until = piece_on(kind, facts.pieces, day)
        state = needed(kind, state, facts, day)
    return Line(kind, state, blocks, since, until)


Found = tuple[State, datetime.date | None, datetime.date | None]


def needed(kind: PieceKind, state: State, facts: Facts, day: datetime.date) -> State:
    """A piece only some people need: not asked of the others, and not known of those nobody asked."""
    if kind == PieceKind.RIGHT_TO_WORK:
        if facts.right_to_work_needed is None:
            return State.UNKNOWN
        return state if facts.right_to_work_needed else State.NOT_NEEDED
    if kind == PieceKind.AUTHORISATION:
        if facts.birth_date is None:
            return State.UNKNOWN
        return state if age_on(facts.birth_date, day) < ADULT else State.NOT_NEEDED
    return state


def contract_on(periods: Iterable[Period], day: datetime.date) -> Found:
    """The contract that runs that day, signed by then; else what is nearest to one."""
    signed = [each for each in periods if each.signed_on is not None and each.signed_on <= day]
    running = [each for each in signed if each.started_on <= day <= each.last_day]
    if running:
        last = max(running, key=lambda each: each.last_day)
        return State.HELD, last.started_on, known(last.last_day)
    later = [each.started_on for each in signed if each.started_on > day and each.last_day >= each.started_on]
    if later:
        return State.LATER, min(later), None
    waiting = [each for each in periods if each not in signed and each.last_day >= day]
    if waiting:
        return State.AWAITED, min(each.started_on for each in waiting), None
    if signed:
        return State.EXPIRED, None, max(each.last_day for each in signed)
    return State.MISSING, None, None


def insurance_on(answers: Iterable[Answer], day: datetime.date) -> Found:
    """The cover that runs that day, as the insurer had said by then; else where the demand stands."""
    demands = sorted((each for each in answers if each.sent_on <= day), key=lambda each: each.sent_on)
    told = [each for each in demands if each.answer and each.answered_on is not None and each.answered_on <= day]
    covers = [(cover_start(each), each.covers_to or FAR) for each in told if each.answer == Said.VALIDATED]
    running = [(start, end) for start, end in covers if start <= day <= end]
    if running:
        start, end = max(running, key=lambda each: each[1])
        return State.HELD, start, known(end)
    if later := [start for start, _ in covers if start > day]:
        return State.LATER, min(later), None
    if waiting := [each for each in demands if each not in told]:
        return State.AWAITED, waiting[-1].sent_on, None
    if not told:
        return State.MISSING, None, None
    last = told[-1]
    if last.answer == Said.REFUSED:
        return State.REFUSED, last.answered_on, None
    return State.EXPIRED, None, max(end for _, end in covers)


def cover_start(answer: Answer) -> datetime.date:
    """The first day covered: the day of the answer when the insurer named none."""
    return answer.covers_from or answer.answered_on or answer.sent_on


def bank_on(accounts: Iterable[tuple[datetime.date, datetime.date | None]], day: datetime.date) -> Found:
    """The account in use that day."""
    for since, ended_on in accounts:
        if since <= day and (ended_on is None or ended_on > day):
            return State.HELD, since, None
    return State.MISSING, None, None


def piece_on(kind: str, pieces: Iterable[Kept], day: datetime.date) -> Found:
    """The piece of this kind that holds longest among those held that day; else the one that expired last."""
    live = [
        each
        for each in pieces
        if each.kind == kind and each.given_on <= day and (each.withdrawn_on is None or each.withdrawn_on > day)
    ]
    if not live:
        return State.MISSING, None, None
    best = max(live, key=lambda each: (each.expires_on or FAR, each.given_on))
    state = State.HELD if (best.expires_on or FAR) >= day else State.EXPIRED
    return state, best.given_on, best.expires_on


@dataclass(frozen=True)
class Ending:
    """Something held that ends soon: its name, its last day, and the announcement reached (60 or 30 days)."""

    what: str
    until: datetime.date
    within: int


def ending(told: Readiness, day: datetime.date) -> tuple[Ending, ...]:
    """What this person holds that ends within sixty days, the soonest first; contracts announce their own end."""
    found = []
    for line in told.lines:
        within = announced(line.until, day) if line.state == State.HELD and line.kind != PieceKind.CONTRACT else None
        if within is not None and line.until is not None:
            found.append(Ending(words.what(line.kind), line.until, within))
    return tuple(sorted(found, key=lambda each: each.until))


def known(day: datetime.date) -> datetime.date | None:
    """A real end, or None for a day that stands for no end."""
    return None if day == FAR else day


def announced(until: datetime.date | None, day: datetime.date) -> int | None:
    """The nearest announcement an end has reached: 60 or 30 days; None when it is further, past, or never."""
    if until is None or until < day:
        return None
    reached = [days for days in ANNOUNCED if until <= day + datetime.timedelta(days=days)]
    return min(reached, default=None)
