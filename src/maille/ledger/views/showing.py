"""A statement as a page shows it: sentences, links, the address of the next page."""

import datetime
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from maille.ledger.models import Account
from maille.ledger.models.statements import Cursor, Movement, Statement
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.telling import Told, sentence
from maille.ui.keyset import AFTER, BEFORE, Page

SOMEBODY = "une personne du groupe"
BY_HAND = (PostingKind.OPENING, PostingKind.TRANSFER)
DESK_LINKS = (("distribution", "sharing:distribution", "Voir la répartition"), ("job", "sharing:pot", "Voir l'argent"))
OWN_LINKS = (("distribution", "sharing:my_distribution", "Voir pourquoi"),)
"""Fact → the page that explains it, when the installation has it, and its label."""


@dataclass(frozen=True)
class Line:
    """One movement, told."""

    movement: Movement
    words: str
    url: str = ""
    label: str = ""
    correctable: bool = False


def lines(shown: Statement, *, own: bool = False, names: bool = True) -> list[Line]:
    """Every movement in words; `names` False hides who the other side is when it is somebody."""
    return [line(each, own=own, names=names) for each in shown.movements]


def line(movement: Movement, *, own: bool, names: bool) -> Line:
    """One movement in words, with the page that explains it."""
    told = movement.told
    if not names and movement.other_is_a_person:
        told = Told(told.kind, told.gained, SOMEBODY, told.other_kind, told.facts)
    url, label = link(movement, OWN_LINKS if own else DESK_LINKS) if names else ("", "")
    standing = movement.reversed_by_id is None and not movement.facts.get("joined")
    return Line(movement, sentence(told, own=own), url, label, movement.kind in BY_HAND and standing)


def link(movement: Movement, links: tuple[tuple[str, str, str], ...]) -> tuple[str, str]:
    """The first page that explains this movement."""
    for fact, route, label in links:
        number = movement.facts.get(fact)
        if isinstance(number, int) and (url := address(route, number)):
            return url, label
    return "", ""


def address(route: str, *parts: int) -> str:
    """The address of a page, "" while the installation has none of that name."""
    try:
        return reverse(route, args=parts)
    except NoReverseMatch:
        return ""


def cursor(text: str) -> Cursor | None:
    """ "20260501-12" as the day and number of the last movement shown; None for anything else."""
    day, _, number = text.partition("-")
    if not (len(day) == 8 and (day + number).isascii() and day.isdecimal() and number.isdecimal() and len(number) < 19):
        return None
    try:
        return datetime.datetime.strptime(day, "%Y%m%d").replace(tzinfo=datetime.UTC).date(), int(number)
    except ValueError:
        return None


def pages(shown: Statement, params: QueryDict) -> Page:
    """Where older movements are, and the way back to the latest."""
    kept = params.copy()
    kept.pop(AFTER, None)
    kept.pop(BEFORE, None)
    back = "" if AFTER not in params else kept.urlencode() or f"{AFTER}="
    if shown.older is None:
        return Page([], "", back)
    day, number = shown.older
    kept[AFTER] = f"{day:%Y%m%d}-{number}"
    return Page([], kept.urlencode(), back)


def kind_of(account: Account) -> AccountKind:
    """Its kind."""
    return AccountKind(account.kind)
