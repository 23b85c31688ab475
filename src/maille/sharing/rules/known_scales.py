"""Scales hosts are known to apply, to start from: never applied by themselves, always read and adapted first.

Source: field notes ("real scales of a host's contribution"). None is the law; each host's agreement is.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class KnownScale:
    """Brackets to start from; `waived_months` is how long nothing is asked first."""

    key: str
    name: str
    note: str
    brackets: tuple[tuple[int | None, str], ...]
    """(up to, in cents, or None; rate in percent)"""
    waived_months: int = 0

    @property
    def data(self) -> list[dict[str, Any]]:
        """As HostScale.brackets and the engine take them."""
        return [{"up_to": up_to, "rate": rate} for up_to, rate in self.brackets]


def _in_euros(*brackets: tuple[int | None, str]) -> tuple[tuple[int | None, str], ...]:
    return tuple((None if up_to is None else up_to * 100, rate) for up_to, rate in brackets)


KNOWN = (
    KnownScale(
        "general",
        "Dégressif, de 11,5 % à 7,5 %",
        "Barème relevé auprès d'une coopérative d'activité : 11,5 % jusqu'à 30 000 € de marge dans l'année, "
        "puis un point de moins à chaque tranche de 30 000 €.",
        _in_euros((30_000, "11.5"), (60_000, "10.5"), (90_000, "9.5"), (120_000, "8.5"), (None, "7.5")),
    ),
    KnownScale(
        "training",
        "Formation, de 12 % à 9 %",
        "Barème relevé auprès de la même coopérative, pour ses activités de formation.",
        _in_euros((20_000, "12"), (40_000, "11.5"), (60_000, "11"), (80_000, "10"), (None, "9")),
    ),
    KnownScale(
        "six_months",
        "10 %, rien les six premiers mois",
        "Relevé auprès d'une autre structure : une période exonérée de six mois, puis 10 %.",
        _in_euros((None, "10")),
        waived_months=6,
    ),
    KnownScale(
        "monthly",
        "13,5 %, avec une contribution par mois",
        "Relevé auprès d'une autre structure : 13,5 % de la marge et 30 € par mois et par personne. Les 30 € se "
        "règlent à part, dans les contributions périodiques ; les personnes aux minima sociaux en sont dispensées.",
        _in_euros((None, "13.5")),
    ),
)


def known_scale(key: str) -> KnownScale | None:
    """One of them by its key."""
    return next((each for each in KNOWN if each.key == key), None)
