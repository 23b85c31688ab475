"""A contract in one line: in the week's groups, on a person's file, when a journey ends."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from maille.journeys.models.reading_contracts import ContractTold
from maille.journeys.rules.checks import day as written

CLOSE = 30
"""Days before the end from which the badge asks for attention: the second notice."""


@dataclass(frozen=True)
class ContractLine:
    """What a line says."""

    sentence: str
    when: str
    tone: str


def contract_line(key: str, told: Sequence[ContractTold], at: datetime.date) -> ContractLine | None:
    """The line of this group of the week; None in the other groups."""
    if key == "contrats-a-signer":
        return to_sign(told, at)
    if key == "contrats-a-finir":
        return ending(told, at)
    return left_running(told) if key == "contrats-apres-sortie" else None


def in_days(days: int) -> str:
    """How far away, in words."""
    if days < 0:
        return f"depuis {-days} jour{'s' if days < -1 else ''}"
    return {0: "aujourd'hui", 1: "demain"}.get(days, f"dans {days} jours")


def to_sign(told: Sequence[ContractTold], at: datetime.date) -> ContractLine | None:
    """The draft that begins first."""
    drafts = [(each.standing.draft.started_on, each) for each in told if each.standing.draft is not None]
    if not drafts:
        return None
    start, each = min(drafts, key=lambda pair: pair[0])
    left = (start - at).days
    what = f"renouvellement du {each.name}" if each.held.signed else each.name
    verb = "commence le" if left >= 0 else "devait commencer le"
    return ContractLine(
        f"{what} avec {each.held.host} à signer : il {verb} {written(start)}.", in_days(left), "attention"
    )


def ending(told: Sequence[ContractTold], at: datetime.date) -> ContractLine | None:
    """The contract that ends last: until then the person is covered."""
    ends = [(each.ends_on, each) for each in told if each.held.signed and each.ends_on is not None]
    if not ends:
        return None
    end, each = max(ends, key=lambda pair: pair[0])
    left = (end - at).days
    verb = "finit le" if left >= 0 else "a fini le"
    waiting = " Un renouvellement attend sa signature." if each.standing.draft else ""
    tone = "attention" if left <= CLOSE else "neutral"
    return ContractLine(f"{each.name} avec {each.held.host} : il {verb} {written(end)}.{waiting}", in_days(left), tone)


def left_running(told: Sequence[ContractTold]) -> ContractLine | None:
    """The contract that outlives the journey."""
    each = next((each for each in told if each.covers), None)
    if each is None:
        return None
    until = f"jusqu'au {written(each.ends_on)}" if each.ends_on else "sans date de fin"
    return ContractLine(f"le parcours est fini, son {each.name} court encore {until}.", "encore en cours", "attention")


def outliving(told: Sequence[ContractTold], ended_on: datetime.date) -> list[str]:
    """What to say when a journey ends on that day: its contracts do not end with it."""
    found = []
    for each in told:
        if each.covers and (each.ends_on is None or each.ends_on > ended_on):
            until = f"jusqu'au {written(each.ends_on)}" if each.ends_on else "sans date de fin"
            found.append(
                f"{each.name} avec {each.held.host} : ce contrat court encore {until}. La fin du parcours ne le "
                "termine pas : notez sa rupture dans les contrats, ou laissez-le aller à son terme."
            )
    return found
