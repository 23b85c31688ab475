"""What somebody writes down before work, and why it may be refused; texts are French, for the person typing."""

import datetime
from dataclasses import dataclass

from maille.journeys.rules import iban as accounts
from maille.journeys.rules.checks import Problem, day
from maille.journeys.rules.readiness import Said
from maille.network.rules.pieces import PieceKind

DATED = frozenset({PieceKind.RIGHT_TO_WORK})
"""Pieces that say until when they hold: a permit always does."""
LASTING = frozenset({PieceKind.IDENTITY, PieceKind.RIGHT_TO_WORK, PieceKind.AUTHORISATION})
"""Pieces for which an end makes sense."""
OF_HER_OWN = frozenset({PieceKind.CHARTER, PieceKind.AUTHORISATION, PieceKind.NOTICE})
"""What is the person's own act (or her representative's): written by somebody else, it is on her behalf."""
LONGEST_COVER = datetime.timedelta(days=366 * 5)


@dataclass(frozen=True)
class Paper:
    """A piece as somebody writes it down."""

    kind: str
    given_on: datetime.date
    expires_on: datetime.date | None = None
    note: str = ""
    representative: str = ""


@dataclass(frozen=True)
class InsurerSaid:
    """An insurer's answer as somebody writes it down."""

    answer: str
    answered_on: datetime.date
    covers_from: datetime.date | None = None
    covers_to: datetime.date | None = None
    note: str = ""


def paper_problems(paper: Paper, today: datetime.date) -> list[Problem]:
    """A day in the future, an end already past or before the beginning, a representative nobody names."""
    problems = []
    if paper.given_on > today:
        problems.append(Problem("given_on", f"Le {day(paper.given_on)} est dans le futur. Notez-le le jour venu."))
    if paper.expires_on is not None and paper.expires_on < paper.given_on:
        problems.append(
            Problem("expires_on", f"Ce document n'était plus valable le {day(paper.given_on)}. Demandez-en un à jour.")
        )
    if paper.kind in DATED and paper.expires_on is None:
        problems.append(Problem("expires_on", "Notez jusqu'à quand ce document est valable : c'est écrit dessus."))
    if paper.kind == PieceKind.AUTHORISATION and not paper.representative.strip():
        problems.append(Problem("representative", "Écrivez le nom de la personne qui donne l'autorisation."))
    return problems


def answer_problems(said: InsurerSaid, sent_on: datetime.date, today: datetime.date) -> list[Problem]:
    """An answer before its demand or in the future, a cover that ends before it begins."""
    problems = []
    if said.answered_on < sent_on:
        problems.append(
            Problem("answered_on", f"La réponse précède l'envoi ({day(sent_on)}). Vérifiez les deux dates.")
        )
    if said.answered_on > today:
        problems.append(Problem("answered_on", f"Le {day(said.answered_on)} est dans le futur. Vérifiez la date."))
    if said.answer == Said.VALIDATED:
        if said.covers_from is None:
            problems.append(Problem("covers_from", "Écrivez à partir de quel jour l'assurance couvre la personne."))
        elif said.covers_to is not None and said.covers_to < said.covers_from:
            problems.append(Problem("covers_to", "La fin de la couverture précède son début. Vérifiez les deux dates."))
        elif said.covers_to is not None and said.covers_to - said.covers_from > LONGEST_COVER:
            problems.append(Problem("covers_to", "Cette couverture dure plus de cinq ans. Vérifiez l'année."))
    return problems


def account_problems(holder: str, iban: str) -> list[Problem]:
    """An account number that is not one, or that belongs to nobody."""
    problems = []
    if not holder.strip():
        problems.append(Problem("holder", "Écrivez le nom écrit sur le RIB."))
    if wrong := accounts.problem(iban):
        problems.append(Problem("iban", wrong))
    return problems
