"""The income certificate of a month: what was paid, said plainly, even when it is nothing (CAF, France Travail)."""

import datetime
import pathlib
from dataclasses import dataclass
from decimal import Decimal

from maille.ui import pdf
from maille.ui.text import before, euros, month_name

TEMPLATE = pathlib.Path(__file__).with_name("certificate.typ")


@dataclass(frozen=True)
class Certified:
    """What a certificate says."""

    name: str
    birth: datetime.date | None
    kpa: str
    host: str
    host_lines: tuple[str, ...]
    """Address and SIREN, when they are known."""
    contract: str
    month: datetime.date
    cost: int
    gross: int
    net: int
    refund: int
    hours: Decimal | None
    paid_on: datetime.date
    reference: str
    corrects: bool
    made_on: datetime.date


def sentences(told: Certified) -> list[str]:
    """What it says, one idea per sentence."""
    month = month_name(told.month)
    found = [f"{told.host} certifie ce qui suit, pour le mois {before('de', month)}."]
    if told.contract:
        found.append(f"{told.name} : {told.contract}.")
    if told.gross == 0 and told.net == 0:
        found.append(f"Aucune rémunération n'a été versée au titre {before('de', month)} : 0,00\u00a0€.")
    else:
        found.append(
            f"Une rémunération de {euros(told.gross)} brut, soit {euros(told.net)} net, a été versée le "
            f"{told.paid_on:%d/%m/%Y}."
        )
    if told.hours is not None:
        found.append(f"Heures déclarées pour ce mois : {f'{told.hours.normalize():f}'.replace('.', ',')} h."
                     if told.hours else "Aucune heure n'est déclarée pour ce mois.")  # fmt: skip
    if told.refund:
        found.append(
            f"Un remboursement de frais avancés de {euros(told.refund)} a été fait en plus. Ce n'est pas un revenu."
        )
    if told.corrects:
        found.append("Ce certificat remplace celui qui a pu être établi avant la correction du bulletin.")
    return found


def render(told: Certified) -> bytes:
    """The PDF."""
    hours = "non renseignées" if told.hours is None else f"{told.hours:.2f}".replace(".", ",") + " h"
    facts = [
        ("Coût total pour la structure", euros(told.cost)),
        ("Rémunération brute", euros(told.gross)),
        ("Rémunération nette versée", euros(told.net)),
        ("Heures déclarées", hours),
        ("Frais avancés rendus (hors rémunération)", euros(told.refund)),
        ("Date de paiement", f"{told.paid_on:%d/%m/%Y}"),
        ("Bulletin", told.reference or "sans référence"),
    ]
    birth = f", né·e le {told.birth:%d/%m/%Y}" if told.birth else ""
    return pdf.draw(
        TEMPLATE,
        {
            "title": f"Attestation de revenus, {month_name(told.month)}",
            "host": told.host,
            "host_lines": list(told.host_lines),
            "name": f"{told.name}{birth}",
            "subtitle": f"{told.kpa}, {month_name(told.month)}",
            "sentences": sentences(told),
            "facts": [{"label": label, "value": value} for label, value in facts],
            "closing": [
                f"Établie le {told.made_on:%d/%m/%Y} pour servir et valoir ce que de droit, notamment auprès de la CAF "
                "et de France Travail.",
                "Elle reprend le bulletin de paie noté par la structure, qui seule peut le confirmer.",
            ],
            "footer": f"{told.name}, {month_name(told.month)}",
        },
    ).content
