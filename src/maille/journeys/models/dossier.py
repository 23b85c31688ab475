"""A journey's checklist on a day, with what was written down and by whom, in a constant number of queries."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from maille.journeys.models.journeys import Journey
from maille.journeys.models.pieces import BankDetails, Insurance, Piece
from maille.journeys.models.readiness import readiness_of
from maille.journeys.rules.readiness import Line, Readiness, State, announced
from maille.journeys.rules.readiness_words import STATE_NAMES
from maille.network.rules.pieces import PIECE_NAMES, PieceKind

TONES = {
    State.HELD: "good",
    State.NOT_NEEDED: "neutral",
    State.MISSING: "danger",
    State.UNKNOWN: "danger",
    State.AWAITED: "attention",
    State.LATER: "attention",
    State.REFUSED: "danger",
    State.EXPIRED: "danger",
}


@dataclass(frozen=True)
class LineTold:
    """One line as the page tells it: where it stands, the record behind it, and the former ones."""

    line: Line
    record: Any = None
    """The piece, the insurer's demand or the account that this line is told from; None without any."""
    former: tuple[Any, ...] = ()
    soon: int | None = None
    """Its end is within 60 or 30 days."""

    @property
    def name(self) -> str:
        """What it is."""
        return PIECE_NAMES[self.line.kind]

    @property
    def state_name(self) -> str:
        """Where it stands, in two words."""
        if self.line.is_met or self.line.blocks or self.line.state != State.MISSING:
            return STATE_NAMES[self.line.state]
        return "À compléter"

    @property
    def menu(self) -> bool:
        """Whether there is something to change besides what is missing."""
        asked = self.line.kind == PieceKind.RIGHT_TO_WORK and self.line.state != State.UNKNOWN
        return self.record is not None or asked

    @property
    def tone(self) -> str:
        """What colour repeats it; nothing that stops no work is red."""
        tone = TONES[self.line.state]
        return "attention" if tone == "danger" and not self.line.blocks else tone


@dataclass(frozen=True)
class Dossier:
    """Everything the page shows."""

    readiness: Readiness
    lines: tuple[LineTold, ...]
    awaited: Insurance | None = None
    """The demand the insurer has not answered."""
    account: BankDetails | None = None
    counted: int = 0
    held: int = 0
    withdrawn: tuple[Any, ...] = field(default=())

    @property
    def sheet_id(self) -> int | None:
        """The shuttle sheet of the demand the insurance line is told from."""
        demand = next((each.record for each in self.lines if each.line.kind == PieceKind.INSURANCE), None)
        return demand.sheet_id if demand is not None else None

    @property
    def required(self) -> list[LineTold]:
        """What stops the work when it is missing."""
        return [each for each in self.lines if each.line.blocks and each.line.state != State.NOT_NEEDED]

    @property
    def asked(self) -> list[LineTold]:
        """What is asked for and stops nothing."""
        return [each for each in self.lines if not each.line.blocks and each.line.state != State.NOT_NEEDED]

    @property
    def spared(self) -> list[LineTold]:
        """What this person does not need."""
        return [each for each in self.lines if each.line.state == State.NOT_NEEDED]


def dossier_of(journey: Journey, at: datetime.date) -> Dossier:
    """The checklist of a journey loaded in scope with its person, its KPA and the KPA's choices (four queries)."""
    told = readiness_of([journey], at)[journey.pk]
    person, kpa = journey.person_id, journey.kpa_id
    pieces = list(
        Piece.objects.filter(person=person, kpa=kpa, given_on__lte=at).select_related("entered_by", "file").order_by(
            "-given_on", "-pk"
        )
    )  # fmt: skip
    demands = list(
        Insurance.objects.filter(person=person, kpa=kpa, sent_on__lte=at).select_related("entered_by", "sheet")
    )
    accounts = list(BankDetails.objects.filter(person=person, since__lte=at).select_related("entered_by"))
    kept = [each for each in demands if each.withdrawn_on is None]
    awaited = next((each for each in kept if not each.answer or (each.answered_on and each.answered_on > at)), None)
    lines = tuple(line_told(line, pieces, kept, accounts, at) for line in told.lines)
    required = [each for each in lines if each.line.blocks and each.line.state != State.NOT_NEEDED]
    return Dossier(
        readiness=told,
        lines=lines,
        awaited=awaited,
        account=next((each for each in accounts if each.ended_on is None or each.ended_on > at), None),
        counted=len(required),
        held=sum(each.line.is_met for each in required),
        withdrawn=tuple(each for each in demands if each.withdrawn_on is not None),
    )


def line_told(
    line: Line, pieces: list[Piece], demands: list[Insurance], accounts: list[BankDetails], at: datetime.date
) -> LineTold:
    """One line with its records."""
    records: list[Any]
    if line.kind == PieceKind.INSURANCE:
        records = list(demands)
        current = next((each for each in demands if tells(line, each, at)), records[0] if records else None)
    elif line.kind == PieceKind.BANK:
        records = list(accounts)
        current = next((each for each in accounts if each.ended_on is None or each.ended_on > at), None)
    else:
        records = [each for each in pieces if each.kind == line.kind]
        live = [each for each in records if each.withdrawn_on is None or each.withdrawn_on > at]
        current = next((each for each in live if each.expires_on == line.until), live[0] if live else None)
    former = tuple(each for each in records if each is not current)
    soon = announced(line.until, at) if line.state == State.HELD else None
    return LineTold(line, current, former, soon)


def tells(line: Line, demand: Insurance, at: datetime.date) -> bool:
    """Whether this demand is the one the line is told from."""
    answered = bool(demand.answer) and demand.answered_on is not None and demand.answered_on <= at
    if line.state == State.AWAITED:
        return not answered
    if line.state == State.REFUSED:
        return answered and demand.answer == Insurance.Answer.REFUSED
    return answered and demand.answer == Insurance.Answer.VALIDATED and demand.covers_to == line.until
