"""A case written as JSON, read into values; what is wrong is refused with the reason in words."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from maille.sharing.rules import claims
from maille.sharing.rules.cases import (
    COLLECTIVE,
    PROPORTIONAL,
    Case,
    Contribution,
    Expense,
    Host,
    Key,
    Pay,
    Percent,
    Reimburse,
    Rule,
    Split,
    Step,
)
from maille.sharing.rules.scales import Bracket

KEYS = ("equal", "hours", "weighted_hours", "points")
BASES = ("pot", "margin", "income")
LONGEST = 1000
"""Digits on each side of the point: a bound far above anything counted, for exact arithmetic takes time for each."""
NUMBER = re.compile(rf"[+-]?[0-9]{{1,{LONGEST}}}(\.[0-9]{{1,{LONGEST}}})?")
MOST = 10**LONGEST
TOLD = 40
"""Characters of a wrong value that a refusal repeats."""


class RefusedCaseError(ValueError):
    """The case cannot be computed; the text says why, in French."""


def read_case(data: Any) -> Case:
    """The case of a JSON document (design: "Case in, lines out"). Raises RefusedCaseError."""
    table = _table(data, "Le cas")
    return Case(
        income=_cents(table, "income", "La recette"),
        rule=read_rule(table.get("rule")),
        expenses=tuple(_expense(each, rank) for rank, each in _numbered(table, "expenses", "Les frais")),
        contributions=tuple(
            _contribution(each, rank) for rank, each in _numbered(table, "contributions", "Les contributions")
        ),
    )


def read_rule(data: Any) -> Rule:
    """The rule of a JSON document. Raises RefusedCaseError."""
    table = _table(data, "La règle")
    shortage = table.get("shortage", PROPORTIONAL)
    if not isinstance(shortage, str) or shortage not in claims.METHODS:
        raise RefusedCaseError(
            f"La règle en cas de manque « {_told(shortage)} » n'existe pas : {_among(claims.METHODS)}."
        )
    if "steps" not in table:
        raise RefusedCaseError("La règle n'a pas d'étapes.")
    steps = tuple(_step(each, f"L'étape {rank}") for rank, each in _numbered(table, "steps", "Les étapes"))
    remainder = _name(table.get("remainder", COLLECTIVE), "Le destinataire de ce qui reste")
    return Rule(steps, str(shortage), remainder)


def read_scale(data: Any, what: str = "Le barème") -> tuple[Bracket, ...]:
    """The brackets of a JSON list, rising, the last one open. Raises RefusedCaseError."""
    return _scale(data, what)


def _expense(data: Any, rank: int) -> Expense:
    what = f"Le frais {rank}"
    table = _table(data, what)
    return Expense(_name(table.get("to"), f"{what} : le destinataire"), _cents(table, "amount", f"{what} : le montant"))


def _contribution(data: Any, rank: int) -> Contribution:
    what = f"La contribution {rank}"
    table = _table(data, what)
    role = table.get("role", "")
    if not isinstance(role, str):
        raise RefusedCaseError(f"{what} : le rôle doit être un mot.")
    return Contribution(
        person=_name(table.get("person"), f"{what} : la personne"),
        hours=_number(table.get("hours"), f"{what} : le nombre d'heures"),
        role=role,
        points=_number(table.get("points", "0"), f"{what} : le nombre de points"),
    )


def _step(data: Any, what: str) -> Step:
    table = _table(data, what)
    kind = table.get("kind")
    reader = STEPS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise RefusedCaseError(f"{what} : le genre « {_told(kind)} » n'existe pas : {_among(STEPS)}.")
    return reader(table, what)


def _reimburse(table: Mapping[str, Any], what: str) -> Step:
    return Reimburse()


def _host(table: Mapping[str, Any], what: str) -> Step:
    waived = table.get("waived", False)
    if not isinstance(waived, bool):
        raise RefusedCaseError(f"{what} : « waived » est vrai ou faux.")
    year_to_date = table.get("year_to_date", 0)
    if not isinstance(year_to_date, int) or isinstance(year_to_date, bool):
        raise RefusedCaseError(f"{what} : la marge déjà comptée cette année est un nombre entier de centimes.")
    to = _name(table.get("to"), f"{what} : le destinataire")
    return Host(to, _scale(table.get("scale"), what), year_to_date, waived)


def _scale(data: Any, what: str) -> tuple[Bracket, ...]:
    if not isinstance(data, list) or not data:
        raise RefusedCaseError(f"{what} : le barème n'a pas de tranche.")
    brackets, low = [], 0
    for rank, each in enumerate(data, 1):
        table = _table(each, f"{what}, tranche {rank}")
        up_to = table.get("up_to")
        if up_to is None:
            if rank < len(data):
                raise RefusedCaseError(f"{what} : le barème doit monter ; seule sa dernière tranche est sans limite.")
        elif not isinstance(up_to, int) or isinstance(up_to, bool) or up_to <= low:
            raise RefusedCaseError(f"{what} : le barème doit monter, de tranche en tranche, en centimes entiers.")
        else:
            low = up_to
        brackets.append(Bracket(up_to, _number(table.get("rate"), f"{what}, tranche {rank} : le taux")))
    if brackets[-1].up_to is not None:
        raise RefusedCaseError(f"{what} : la dernière tranche du barème doit être sans limite.")
    return tuple(brackets)


def _percent(table: Mapping[str, Any], what: str) -> Step:
    of = table.get("of", "pot")
    if of not in BASES:
        raise RefusedCaseError(f"{what} : « {_told(of)} » n'est pas une base connue : {_among(BASES)}.")
    return Percent(
        _name(table.get("to"), f"{what} : le destinataire"), _number(table.get("rate"), f"{what} : le taux"), str(of)
    )


def _pay(table: Mapping[str, Any], what: str) -> Step:
    return Pay(_cents(table, "rate_per_hour", f"{what} : le tarif horaire"), _roles(table, what))


def _split(table: Mapping[str, Any], what: str) -> Step:
    listed = table.get("keys")
    if not isinstance(listed, list) or not listed:
        raise RefusedCaseError(f"{what} : la répartition n'a pas de clé.")
    floor, cap, otherwise = table.get("floor_per_hour"), table.get("cap_percent"), table.get("otherwise")
    return Split(
        keys=tuple(_key(each, f"{what}, clé {rank}") for rank, each in enumerate(listed, 1)),
        roles=_roles(table, what),
        floor_per_hour=None if floor is None else _cents(table, "floor_per_hour", f"{what} : le minimum horaire"),
        cap_percent=None if cap is None else _number(cap, f"{what} : le plafond"),
        otherwise=None if otherwise is None else _name(otherwise, f"{what} : l'autre destinataire"),
    )


def _key(data: Any, what: str) -> Key:
    table = _table(data, what)
    kind = table.get("key")
    if kind not in KEYS:
        raise RefusedCaseError(f"{what} : la clé « {_told(kind)} » n'existe pas : {_among(KEYS)}.")
    weights = _table(table.get("weights", {}), f"{what} : les poids")
    return Key(
        kind=str(kind),
        part=_number(table.get("part"), f"{what} : sa part"),
        weights=tuple((role, _number(each, f"{what} : le poids de « {role} »")) for role, each in weights.items()),
    )


STEPS = {"reimburse": _reimburse, "host": _host, "percent": _percent, "pay": _pay, "split": _split}


def _roles(table: Mapping[str, Any], what: str) -> frozenset[str] | None:
    roles = table.get("roles")
    if roles is None:
        return None
    if not isinstance(roles, list) or not all(isinstance(each, str) for each in roles):
        raise RefusedCaseError(f"{what} : les rôles sont une liste de mots.")
    if not roles:
        raise RefusedCaseError(f"{what} : la liste des rôles est vide ; retirez-la pour prendre tout le monde.")
    return frozenset(roles)


def _numbered(table: Mapping[str, Any], name: str, what: str) -> list[tuple[int, Any]]:
    listed = table.get(name, [])
    if not isinstance(listed, list):
        raise RefusedCaseError(f"{what} : une liste est attendue.")
    return list(enumerate(listed, 1))


def _table(data: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise RefusedCaseError(f"{what} : un objet est attendu.")
    return data


def _name(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value:
        raise RefusedCaseError(f"{what} manque.")
    return value


def _cents(table: Mapping[str, Any], name: str, what: str) -> int:
    value = table.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise RefusedCaseError(f"{what} doit être un nombre entier de centimes.")
    if abs(value) >= MOST:
        raise RefusedCaseError(f"{what} est un nombre trop long : {LONGEST} chiffres au plus.")
    if value < 0:
        raise RefusedCaseError(f"{what} compte moins que zéro ({_told(value)}) : un nombre négatif est refusé.")
    return value


def _number(value: Any, what: str) -> Fraction:
    """A decimal string, or a JSON number; never negative."""
    text = str(value) if isinstance(value, int | str | Decimal) and not isinstance(value, bool) else ""
    if not NUMBER.fullmatch(text.strip()):
        raise RefusedCaseError(f"{what} n'est pas un nombre ({_told(value)}). Exemple : 7.5.")
    number = Fraction(text.strip())
    if number < 0:
        raise RefusedCaseError(f"{what} compte moins que zéro ({_told(value)}) : un nombre négatif est refusé.")
    return number


def _told(value: Any) -> str:
    """A wrong value as a sentence repeats it: JSON's own words, cut when long."""
    words = {None: "rien", True: "vrai", False: "faux"}
    text = words[value] if value is None or isinstance(value, bool) else str(value)
    return text if len(text) <= TOLD else f"{text[:TOLD]}…"


def _among(words: Any) -> str:
    return "choisissez entre " + ", ".join(words)
