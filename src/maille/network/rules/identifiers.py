"""Identifiers of French organisations: SIREN, SIRET, RNA. Pure checks: a number is well formed, not known to exist.

SIREN and SIRET end with a Luhn check digit (INSEE; R. 123-220 and following of the commercial code). The branches of
La Poste (SIREN 356 000 000), too many for the key, have a plain sum of digits divisible by five instead; its head
office alone keeps the key.
RNA, the national register of associations: W then nine digits; a letter stands for the third character in Corsica
(W2A, W2B) and overseas (W9R, W9C…).
"""

import re

LA_POSTE = "356000000"
LA_POSTE_HEAD_OFFICE = "35600000000048"


def compact(text: str) -> str:
    """The identifier as it is kept: without spaces, dots or hyphens, in capitals."""
    return re.sub(r"[\s.\-]", "", text).upper()


def luhn(digits: str) -> bool:
    """Whether the digits, every second one from the right doubled, sum to a multiple of ten."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_siren(text: str) -> bool:
    """Nine digits with a right Luhn key; nine zeros are nobody."""
    return re.fullmatch(r"[0-9]{9}", text) is not None and text != "0" * 9 and luhn(text)


def is_siret(text: str) -> bool:
    """A SIREN, then five digits, with a right Luhn key (or La Poste's sum)."""
    if re.fullmatch(r"[0-9]{14}", text) is None or not is_siren(text[:9]):
        return False
    if text.startswith(LA_POSTE) and text != LA_POSTE_HEAD_OFFICE:
        return sum(int(digit) for digit in text) % 5 == 0
    return luhn(text)


def is_rna(text: str) -> bool:
    """W and nine digits, or a letter in the department's place in Corsica and overseas."""
    return re.fullmatch(r"W([0-9]{2}|2[AB]|9[A-Z])[0-9]{7}", text) is not None


def problems(siren: str, siret: str, rna: str, *, is_collective: bool) -> dict[str, str]:
    """What is wrong with these compact identifiers, in French, by field; empty ones are fine.

    `is_collective`: a group without legal personality, which can have none of them.
    """
    found: dict[str, str] = {}
    if is_collective:
        sentence = "Un collectif sans personnalité morale n'a pas ce numéro. Laissez vide, et indiquez qui le porte."
        return {field: sentence for field, value in (("siren", siren), ("siret", siret), ("rna", rna)) if value}
    if siren and not is_siren(siren):
        found["siren"] = (
            "Ce SIREN n'est pas juste : il a neuf chiffres, dont une clé. Recopiez-le depuis un document officiel."
        )
    if siret and not is_siret(siret):
        found["siret"] = (
            "Ce SIRET n'est pas juste : il a quatorze chiffres, dont une clé. Recopiez-le depuis un document officiel."
        )
    elif siret and siren and not siret.startswith(siren):
        found["siret"] = (
            "Ce SIRET n'est pas celui d'un établissement de ce SIREN : ses neuf premiers chiffres diffèrent."
        )
    if rna and not is_rna(rna):
        found["rna"] = "Ce numéro RNA n'est pas juste : c'est la lettre W suivie de neuf chiffres."
    return found
