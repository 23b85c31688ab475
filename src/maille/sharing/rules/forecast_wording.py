"""What a forecast says, in plain French; figures only, no name."""

from maille.sharing.rules.forecast import Forecast, MoreHour, Short
from maille.sharing.rules.wording import SHORTAGES
from maille.ui.text import NO_BREAK, euros

PROMISED = {"reimburse": "les frais avancés", "pay": "les heures payées à tarif fixé", "floor": "le minimum par heure"}
CLOSE = 10
"""A pot is close to over-promised when less than this percentage of its income is left to promise."""


def over_promised(told: Forecast, *, expected: bool) -> list[str]:
    """Why the pot does not hold, and what each would get; nothing when it does.

    `expected`: whether the income is still awaited.
    """
    if not told.missing:
        return []
    awaited = "attendus" if expected else "reçus"
    elsewhere = f", dont {euros(told.others)} vont d'abord ailleurs" if told.others else ""
    said = [
        f"La cagnotte promet {euros(told.promised)} pour {euros(told.income)} {awaited}{elsewhere}{NO_BREAK}: "
        f"il manque {euros(told.missing)}."
    ]
    return said + [_short(each, told.shortage) for each in told.shorts]


def _short(short: Short, shortage: str) -> str:
    """What the adopted rule makes of one step that cannot be paid."""
    what = PROMISED[short.kind]
    if not short.paid:
        return f"Si rien ne change, il ne resterait rien pour {what} ({euros(short.claimed)})."
    if shortage == "proportional":
        each = f"chacun recevrait {short.percent}{NO_BREAK}% de son dû"
    else:
        each = SHORTAGES[shortage].replace("reçoit", "recevrait").replace("renonce", "renoncerait")
    return (
        f"Si rien ne change, il y aurait {euros(short.paid)} pour {what} ({euros(short.claimed)}){NO_BREAK}: "
        f"{each}, selon la règle de manque adoptée."
    )


def more_hour(more: MoreHour) -> str:
    """What one more hour in a role would cost."""
    said = f"Une heure de plus de {more.role}{NO_BREAK}: "
    if more.promised:
        then = f" ; il manquerait {euros(more.missing)}" if more.missing else ""
        return f"{said}{euros(more.promised)} promis de plus{then}."
    if more.from_others > 0:
        return f"{said}{euros(more.from_others)} de plus pour qui la fait, pris sur la part des autres."
    return f"{said}elle ne changerait rien au partage."


def room(told: Forecast) -> int:
    """Cents that may still be promised at these rates before the pot breaks: what is divided or left over."""
    return sum(line.amount for line in told.result.lines if line.kind in ("split", "remainder"))


def is_close(told: Forecast) -> bool:
    """Whether little is left to promise, of a pot that promises something."""
    return bool(told.promised) and not told.missing and room(told) * 100 < told.income * CLOSE
