"""Why somebody gets an amount: one plain French sentence, made from a line's figures and never stored."""

from typing import Any

from maille.sharing.rules.results import Line
from maille.ui.text import NO_BREAK, euros

BASES = {"pot": "ce qui restait", "margin": "la marge", "income": "la recette"}
SHORTAGES = {
    "proportional": "chacun reçoit la même part de son dû",
    "equal_awards": "chacun reçoit la même somme, sans dépasser son dû",
    "equal_losses": "chacun renonce à la même somme",
}


def because(line: Line) -> str:
    """The sentence of a line, as a coopérant·e can read it."""
    sentence = SENTENCES[line.kind](line.figures)
    due = line.figures.get("due")
    if isinstance(due, int) and due > line.amount:
        return f"{sentence} Cela ferait {euros(due)}, mais il ne restait que {euros(line.amount)}."
    return sentence


def number(text: object) -> str:
    """A decimal string as people read it: "7.5" → "7,5"."""
    return str(text).replace(".", ",")


def percent(text: object) -> str:
    """A rate in percent: "11.5" → "11,5 %"."""
    return f"{number(text)}{NO_BREAK}%"


def _hours(text: object) -> str:
    return f"{number(text)}{NO_BREAK}h"


def _short(figures: dict[str, Any]) -> str:
    """What the shortage did, when there was one."""
    if "shortage" not in figures:
        return ""
    return f" Il restait {euros(figures['pot'])} pour {euros(figures['total'])} dus : {SHORTAGES[figures['shortage']]}."


def _reimburse(figures: dict[str, Any]) -> str:
    return f"{euros(figures['claim'])} de frais avancés.{_short(figures)}"


def _host(figures: dict[str, Any]) -> str:
    parts = " et ".join(f"{percent(rate)} sur {euros(amount)}" for amount, rate in figures["slices"])
    return f"Contribution à la structure de portage, sur une marge de {euros(figures['margin'])} : {parts}."


def _percent(figures: dict[str, Any]) -> str:
    return f"{percent(figures['rate'])} de {BASES[figures['of']]}, qui fait {euros(figures['base'])}."


def _pay(figures: dict[str, Any]) -> str:
    doing = f" de {' ou '.join(figures['roles'])}" if figures["roles"] else ""
    paid = f"{_hours(figures['hours'])}{doing} à {euros(figures['rate_per_hour'])} l'heure"
    return f"{paid} : {euros(figures['claim'])}.{_short(figures)}"


def _floor(figures: dict[str, Any]) -> str:
    paid = f"{_hours(figures['hours'])} à {euros(figures['rate_per_hour'])} l'heure au moins"
    return f"{paid} : {euros(figures['claim'])}.{_short(figures)}"


def _key(said: dict[str, Any]) -> str:
    """Under one key: what this person has of what all have."""
    if said["key"] == "equal":
        return f"à parts égales entre {said['all']} personne{'s' if said['all'] != '1' else ''}"
    if said["key"] == "points":
        return f"{number(said['own'])} points sur {number(said['all'])} en tout"
    counted = ", heures pondérées par rôle" if said["key"] == "weighted_hours" else ""
    return f"{_hours(said['own'])} sur {_hours(said['all'])} en tout{counted}"


def _split(figures: dict[str, Any]) -> str:
    if "nobody" in figures:
        return "Personne n'a contribué dans ces rôles : tout ce qui restait va ici."
    if "too_much" in figures:
        return f"Ce que personne ne peut recevoir, chacun s'arrêtant à {percent(figures['cap'])} de ce qui se partage."
    keys = figures["keys"]
    said = " ; ".join(_key(each) if len(keys) == 1 else f"{percent(each['part'])} : {_key(each)}" for each in keys)
    held = f" Part arrêtée à {percent(figures['cap'])}." if "cap" in figures else ""
    return f"{euros(figures['divided'])} à partager. {said[0].upper()}{said[1:]}.{held}"


def _remainder(figures: dict[str, Any]) -> str:
    return "Ce qui reste après toutes les étapes."


SENTENCES = {
    "reimburse": _reimburse,
    "host": _host,
    "percent": _percent,
    "pay": _pay,
    "floor": _floor,
    "split": _split,
    "remainder": _remainder,
}
"""Kind of line → its sentence."""
