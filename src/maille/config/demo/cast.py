"""The fixed cast: what Amina, Léa and Yanis live through after 2023, and what the others do.

All days are told from `day`, the day the demonstration was first installed.
"""

import datetime
from dataclasses import dataclass, replace

from maille.config.demo.register import Row
from maille.config.demo.trips import News, Trip

SINCE = datetime.date(2024, 7, 1)
"""Nobody of the cast was there in the published period."""


@dataclass(frozen=True)
class Member:
    """Somebody who signs in: the word in the link, and (role, organisation) per membership, the usual one first."""

    key: str
    name: str
    roles: tuple[tuple[str, str], ...]

    @property
    def email(self) -> str:
        """An address at a domain kept for examples."""
        return f"{self.key}@exemple.fr"


CAST = (
    Member("fanny", "Fanny", (("contributor", "La Cape"), ("manager", "ANIS"))),
    Member("karim", "Karim", (("host_referent", "Optéos"),)),
    Member("odile", "Odile", (("coordinator", "KPA-Cité"), ("administrator", "KPA-Cité"))),
    Member("amina", "Amina", (("cooperant", "La Cape"),)),
    Member("lea", "Léa", (("cooperant", "La Cape"),)),
    Member("yanis", "Yanis", (("cooperant", "La Cape"),)),
    Member("charlie", "Charlie", (("contributor", "Moulins Coop"),)),
    Member("partenaire", "Partenaire", (("observer", "Mission locale de Roubaix"),)),
)
COORDINATOR = CAST[2].email
"""Odile: her account tells the demonstration's database from any other."""


def trips(day: datetime.date) -> dict[str, list[Trip]]:
    """The journeys of the three coopérant·es, by the key of their sign-in link."""

    def ago(days: int) -> datetime.date:
        return day - datetime.timedelta(days=days)

    amina = row("La Cape", "Benali", "Amina", datetime.date(1989, 10, 21), "F", ago(596), 24)
    lea_before = row("Illicoop", "Fontaine", "Léa", datetime.date(2001, 9, 30), "F", ago(960), 12)
    lea = row("La Cape", "Fontaine", "Léa", datetime.date(2001, 9, 30), "F", ago(446), 15)
    yanis_before = row("Illicoop", "Mercier", "Yanis", datetime.date(2007, 2, 28), "H", ago(401), 12)
    yanis = row("La Cape", "Mercier", "Yanis", datetime.date(2007, 2, 28), "H", ago(312), 24)
    return {
        "amina": [
            Trip(
                replace(amina, parent_isole=True, niveau_atteint="cap_bep", inscription_ft=ago(655)),
                stages=(("immerse", ago(596)), ("explore", ago(480)), ("test", ago(300))),
                pauses=((ago(430), ago(402), "Garde d'enfant"),),
            )
        ],
        "lea": [
            Trip(
                replace(
                    lea_before, sortie=ago(650), situation_sortie="formation", detail_sortie="non_qualifiante",
                    niveau_atteint="bac",
                ),
                stages=(("immerse", ago(960)), ("explore", ago(870)), ("test", ago(760))),
                news=(News(3, ago(555), "formation", "non_qualifiante"), News(6, ago(461), "sans")),
            ),
            Trip(
                replace(lea, niveau_atteint="bac"),
                stages=(("immerse", ago(446)), ("explore", ago(400)), ("test", ago(270)), ("open_up", ago(90))),
            ),
        ],
        "yanis": [
            Trip(replace(yanis_before, sortie=ago(313)), stages=(("immerse", ago(401)),), transferred=True),
            Trip(replace(yanis, mission_locale=True), stages=(("immerse", ago(312)), ("explore", ago(201)))),
        ],
    }  # fmt: skip


def row(kpa: str, last: str, first: str, birth: datetime.date, sex: str, entry: datetime.date, planned: int) -> Row:
    """A row with what the three have in common; unknown where nobody asked yet."""
    return Row(
        kpa=kpa, nom=last, prenom=first, date_naissance=birth, sexe=sex, code_postal="59100", commune="Roubaix",
        qpv=True, parent_isole=False, protection_internationale=False, niveau_atteint="", inscription_ft=None,
        mission_locale=False, rqth=None, entree=entry, duree_prevue_mois=planned,
    )  # fmt: skip
