"""A statement as a PDF: one calendar year up to a day, what it began with, each movement, what it ends with."""

import datetime
import pathlib

from django.http import HttpResponse

from maille.ledger.models import Account
from maille.ledger.models.statements import Movement, statement
from maille.ledger.rules.kinds import ACCOUNT_NAMES, AccountKind
from maille.ledger.rules.telling import TOTAL_COST, sentence
from maille.ui import pdf
from maille.ui.text import euros

TEMPLATE = pathlib.Path(__file__).with_name("statement.typ")
MOST = 2000
"""Movements on one paper; a fuller year says that the rest is on screen."""


def drawn(account: Account, day: datetime.date, *, own: bool) -> bytes:
    """The statement of the year of that day, up to that day."""
    first = datetime.date(day.year, 1, 1)
    page = statement(account, day, size=MOST)
    balance = page.balance
    shown = [each for each in page.movements if each.day >= first]
    before = shown[-1].balance - shown[-1].cents if shown else balance
    complete = len(shown) < len(page.movements) or page.older is None
    kind = ACCOUNT_NAMES[AccountKind(account.kind)]
    individual = account.kind == AccountKind.INDIVIDUAL
    return pdf.draw(
        TEMPLATE,
        {
            "title": "Relevé de compte",
            "name": str(account) if str(account) != kind else str(account.kpa),
            "kind": f"{kind}, {account.kpa}",
            "period": f"Du {first:%d/%m/%Y} au {day:%d/%m/%Y}",
            "before_label": f"Avant le {first:%d/%m/%Y}" if complete else "Avant le premier mouvement montré",
            "before": euros(before),
            "balance_label": f"Le {day:%d/%m/%Y}",
            "balance": euros(balance),
            "meaning": (TOTAL_COST if own else TOTAL_OF_SOMEBODY) if individual else "",
            "partial": ""
            if complete
            else f"Ce relevé montre les {MOST} derniers mouvements. Les autres sont à l'écran.",
            "rows": [row(each, own=own) for each in reversed(shown)],
        },
    ).content


TOTAL_OF_SOMEBODY = (
    "Cet argent sert à payer le travail de la personne : c'est un coût total (salaire et cotisations), pas un net."
)


def row(movement: Movement, *, own: bool) -> dict[str, str]:
    """One line of the paper."""
    return {
        "day": f"{movement.day:%d/%m/%Y}",
        "what": sentence(movement.told, own=own),
        "why": movement.reason,
        "cents": f"{'+' if movement.cents > 0 else ''}{euros(movement.cents)}",
        "left": euros(movement.balance),
    }


def served(content: bytes, account: Account, day: datetime.date) -> HttpResponse:
    """Served inertly, never kept by a browser; its name says no person's name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="releve-{account.pk}-{day}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
