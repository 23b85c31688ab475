"""The network's present: about sixty people who arrived after 2023, so that today's screens have something to say.

All days are told from `day`, the day the demonstration was first installed; nobody here is among the 267.
"""

import datetime
from dataclasses import replace
from random import Random

from maille.config.demo import names
from maille.config.demo.plan import OUTCOMES, QUOTAS
from maille.config.demo.register import Row, born, rows, told, weekday
from maille.config.demo.structures import KPAS, Kpa
from maille.config.demo.trips import Trip, lived
from maille.journeys.rules.dates import add_months

SEED = 2026
ARRIVALS = {
    "La Cape": 9,
    "Coop Manau": 7,
    "Moulins Coop": 8,
    "Illicoop": 5,
    "Les Coopains à Bord": 6,
    "Rhizome": 3,
    "La Fourmilière": 4,
    "KPA Touraine": 4,
    "KPA Valenciennes": 4,
    "KPA Marcq-en-Barœul": 1,
    "KPA Arras": 2,
}
"""People by KPA; two for each of the others."""
PLACES = {quota.kpa: quota.places for quota in QUOTAS}
LIKELY = [outcome for outcome, count in OUTCOMES.items() for _ in range(count)]
LEVELS = ("infra_cap", "infra_cap", "cap_bep", "cap_bep", "cap_bep", "bac", "bac", "bac_2_4", "bac_2_4", "bac_5", "")
GONE_FOR = {2: 92, 3: 184, 6: 20}
"""Rank in the KPA → days since the exit, nearly: follow-ups after 3 and 6 months are due, and one exit is recent."""
NEAR_DUPLICATE = ("Coulibaly", "Mariam"), ("Coulibaly", "Maryam")
"""Somebody who came back to La Cape and was entered again, spelt differently: for a person to merge."""


def arrivals(day: datetime.date) -> list[Row]:
    """Journeys begun in the two years before `day`, some over, some ending soon, some with gaps in their file."""
    random = Random(SEED)  # noqa: S311 - invented people, nothing secret
    taken = {(row.nom, row.prenom) for row in rows()} | set(NEAR_DUPLICATE)
    found = [arrival(random, kpa, rank, day, taken) for kpa in KPAS for rank in range(ARRIVALS.get(kpa.name, 2))]
    return found + twice_entered(day, found[0])


def lives(day: datetime.date) -> list[Trip]:
    """The same with what happens along the way; one in nine of those still there has paused for three weeks."""
    found = [lived(row, day) for row in arrivals(day)]
    pause = (day - datetime.timedelta(days=21), None, "Raison de santé")
    return [
        replace(trip, pauses=(*trip.pauses, pause)) if paused(rank, trip, day) else trip
        for rank, trip in enumerate(found)
    ]


def paused(rank: int, trip: Trip, day: datetime.date) -> bool:
    """Whether this one is paused today."""
    return rank % 9 == 4 and trip.row.sortie is None and (day - trip.row.entree).days > 60


def arrival(random: Random, kpa: Kpa, rank: int, day: datetime.date, taken: set[tuple[str, str]]) -> Row:
    """One person of that KPA; the first one's journey ends within weeks."""
    longest = kpa.maximum_months
    planned = random.choice([months for months in (6, 12, 12, 18, 24) if months <= longest])
    ago = planned * 30 - random.randint(0, 20) if rank == 0 else random.randint(12, min(planned, 22) * 30)
    if rank in GONE_FOR:
        ago = GONE_FOR[rank] + random.randint(100, 300)
    entry = weekday(day - datetime.timedelta(days=ago))
    age = random.randint(17, min(kpa.maximum_age or 58, 58))
    sex = "F" if kpa.name == "Coop Manau" or random.random() < 0.7 else "H"
    last, first = names.draw(random, sex, taken)
    postal_code, commune = random.choice(PLACES.get(kpa.name, ((kpa.postal_code, kpa.commune),)))
    row = Row(
        kpa=kpa.name,
        nom=last,
        prenom=first,
        date_naissance=born(random, age, entry),
        sexe=sex,
        code_postal=postal_code,
        commune=commune,
        qpv=random.choice((True, True, True, True, False, False, None)),
        parent_isole=random.random() < 0.3 if sex == "F" and age > 22 else told(random, 0.95),
        protection_internationale=told(random, 0.97),
        niveau_atteint=random.choice(LEVELS),
        inscription_ft=weekday(add_months(entry, -random.randint(1, 20)))
        if random.random() < 0.4 and age > 18
        else None,
        mission_locale=age < 26 and random.random() < 0.5,
        rqth=told(random, 0.95),
        entree=entry,
        duree_prevue_mois=None if random.random() < 0.08 and rank else planned,
    )
    if rank not in GONE_FOR:
        return row
    situation, detail = random.choice(LIKELY)
    end = weekday(day - datetime.timedelta(days=GONE_FOR[rank] + random.randint(0, 25)))
    return replace(row, sortie=end, situation_sortie=situation, detail_sortie=detail)


def twice_entered(day: datetime.date, like: Row) -> list[Row]:
    """Two files of one person: gone for five months, then back under another spelling."""
    (last, first), (_, other) = NEAR_DUPLICATE
    file = replace(
        like,
        nom=last,
        prenom=first,
        sexe="F",
        date_naissance=datetime.date(1991, 3, 14),
        entree=weekday(day - datetime.timedelta(days=512)),
        inscription_ft=None,
        mission_locale=False,
        duree_prevue_mois=12,
        sortie=weekday(day - datetime.timedelta(days=211)),
        situation_sortie="emploi",
        detail_sortie="cdd_moins_6",
    )
    back = weekday(day - datetime.timedelta(days=62))
    again = replace(file, prenom=other, entree=back, sortie=None, situation_sortie="", detail_sortie="")
    return [file, replace(again, duree_prevue_mois=18, niveau_atteint="", commune="")]
