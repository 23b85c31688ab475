"""The network's register for March 2022 – December 2023: 267 invented people, the published figures exactly.

Pure and repeatable: the same rows at every call. Rows are those of the register file (design: "The register file").
"""

import csv
import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cache
from random import Random

from maille.config.demo import names
from maille.config.demo.plan import (
    COURSES,
    DISABLED,
    LEVELS,
    LONGEST,
    OUTCOMES,
    QUOTAS,
    REGISTERED_BEFORE,
    REGISTERED_DURING,
    Course,
    Quota,
)
from maille.journeys.rules.dates import add_months, age_on, completed_months

FROM, TO = datetime.date(2022, 3, 1), datetime.date(2023, 12, 31)
AGES = ((16, 24), (25, 39), (40, 54), (55, 66))
SEED = 267


@dataclass(frozen=True)
class Row:
    """One row of the register; field names are its headings."""

    kpa: str
    nom: str
    prenom: str
    date_naissance: datetime.date
    sexe: str
    code_postal: str
    commune: str
    qpv: bool | None
    parent_isole: bool | None
    protection_internationale: bool | None
    niveau_atteint: str
    inscription_ft: datetime.date | None
    mission_locale: bool | None
    rqth: bool | None
    entree: datetime.date
    duree_prevue_mois: int | None
    sortie: datetime.date | None = None
    situation_sortie: str = ""
    detail_sortie: str = ""

    def cells(self) -> dict[str, str]:
        """The row as the file writes it: days as DD/MM/YYYY, oui, non, or nothing when unknown."""
        return {field.name: written(getattr(self, field.name)) for field in fields(self)}


def written(value: str | bool | int | datetime.date | None) -> str:
    """A cell's text."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime.date():
            return f"{value:%d/%m/%Y}"
        case _:
            return str(value)


def as_file(rows: Iterable[Row]) -> str:
    """The rows as a register file: CSV with semicolons."""
    told = io.StringIO()
    writer = csv.DictWriter(told, [field.name for field in fields(Row)], delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.cells() for row in rows)
    return told.getvalue()


@cache
def rows() -> tuple[Row, ...]:
    """The 267 people, and the earlier journeys of those who came back: 276 rows in order of entry."""
    random = Random(SEED)  # noqa: S311 - invented people, nothing secret
    taken: set[tuple[str, str]] = set()
    people = [
        person
        for quota, courses in zip(QUOTAS, shared_courses(random), strict=True)
        for person in people_of(random, quota, courses, taken)
    ]
    people = with_levels(random, people)
    people = with_registrations(random, people)
    people = with_outcomes(random, people)
    return tuple(sorted([*people, *earlier(people)], key=lambda row: (row.entree, row.nom, row.prenom)))


def shared_courses(random: Random) -> list[list[Course]]:
    """The courses of each KPA's people, in the order of QUOTAS; the strictest KPA is served first."""
    left = [replace(course, count=1, planned=(random.choice(course.planned),)) for course in COURSES
            for _ in range(course.count)]  # fmt: skip
    longest = left.pop(0)
    random.shuffle(left)
    share: dict[str, list[Course]] = {}
    for quota in sorted(QUOTAS, key=lambda quota: LONGEST.get(quota.kpa, 36)):
        limit, size = LONGEST.get(quota.kpa, 36), quota.people
        mine = [longest] if quota.kpa == "La Cape" else []
        for course in [course for course in left if max(course.planned[0], course.months[0]) <= limit]:
            if len(mine) == size:
                break
            mine.append(course)
            left.remove(course)
        share[quota.kpa] = mine
    return [share[quota.kpa] for quota in QUOTAS]


def people_of(random: Random, quota: Quota, courses: list[Course], taken: set[tuple[str, str]]) -> Iterable[Row]:
    """One KPA's people with everything but levels, registrations and outcomes."""
    size = quota.people
    buckets = [bucket for bucket, count in zip(AGES, quota.ages, strict=True) for _ in range(count)]
    ages = [random.randint(low, min(high, quota.oldest)) for low, high in buckets]
    random.shuffle(ages)
    sexes = ["F"] * quota.women + ["H"] * (size - quota.women)
    random.shuffle(sexes)
    if quota.kpa == "La Cape":
        sexes[sexes.index("H")] = "X"
    adults = sorted(range(size), key=lambda i: (ages[i] < 25, sexes[i] != "F", random.random()))
    young = sorted(range(size), key=lambda i: (ages[i] > 25, random.random()))
    parents, sent = set(adults[: quota.single_parent]), set(young[: quota.mission_locale])
    protected = set(random.sample(range(size), quota.international_protection))
    in_qpv = set(random.sample(range(size), quota.qpv))
    for index, course in enumerate(courses):
        entry, end = stay(random, course, LONGEST.get(quota.kpa, 36))
        last, first = names.draw(random, sexes[index], taken)
        places = quota.places[: quota.priority_places] if index in in_qpv else quota.places
        postal_code, commune = random.choice(places)
        yield Row(
            kpa=quota.kpa,
            nom=last,
            prenom=first,
            date_naissance=born(random, ages[index], entry),
            sexe=sexes[index],
            code_postal=postal_code,
            commune=commune,
            qpv=True if index in in_qpv else told(random, 0.75),
            parent_isole=True if index in parents else told(random, 0.9),
            protection_internationale=True if index in protected else told(random, 0.9),
            niveau_atteint="",
            inscription_ft=None,
            mission_locale=True if index in sent else told(random, 0.9),
            rqth=None,
            entree=entry,
            duree_prevue_mois=course.planned[0],
            sortie=end,
        )


def told(random: Random, share: float) -> bool | None:
    """No, or unknown for the rest."""
    return False if random.random() < share else None


def born(random: Random, age: int, entry: datetime.date) -> datetime.date:
    """A day of birth that makes somebody so old on the day of entry."""
    birth = add_months(entry, -12 * age) - datetime.timedelta(days=random.randint(1, 360))
    return birth if age_on(birth, entry) == age else birth + datetime.timedelta(days=3)


def weekday(date: datetime.date) -> datetime.date:
    """That day, or the Friday before a weekend."""
    return date - datetime.timedelta(days=max(0, date.weekday() - 4))


def stay(random: Random, course: Course, longest: int) -> tuple[datetime.date, datetime.date]:
    """Entry and exit, both weekdays; people not gone by the end of the period leave later, near their planned end."""
    while True:
        months = random.randint(*course.months)
        if not course.left:
            entry = weekday(add_months(TO, -months) - datetime.timedelta(days=random.randint(0, 29)))
            planned_end = add_months(entry, min(course.planned[0] + random.choice((-2, -1, 0, 0, 0, 1)), longest))
            end = weekday(max(planned_end, TO + datetime.timedelta(days=random.randint(9, 75))))
            counted, end_fits = completed_months(entry, TO), end > TO
        else:
            latest = add_months(TO, -months)
            entry = weekday(FROM + datetime.timedelta(days=random.randint(0, (latest - FROM).days)))
            end = weekday(add_months(entry, months) + datetime.timedelta(days=random.randint(3, 27)))
            counted, end_fits = completed_months(entry, end), end <= TO
        low, high = course.months
        since = FROM if high < 22 else add_months(FROM, -6)
        if low <= counted <= high and entry >= since and end_fits and completed_months(entry, end) <= longest:
            return entry, end


def with_levels(random: Random, people: list[Row]) -> list[Row]:
    """Levels dealt at random, the youngest excepted from the highest; then recognised disabilities."""
    order = sorted(
        range(len(people)), key=lambda i: random.random() - (people[i].entree.year - birth_year(people[i]) < 22)
    )
    dealt = dict(zip(order, [level for level, count in LEVELS.items() for _ in range(count)], strict=True))
    disabled = set(
        random.sample([i for i, row in enumerate(people) if row.entree.year - birth_year(row) > 21], DISABLED)
    )
    return [
        replace(row, niveau_atteint=dealt[i], rqth=True if i in disabled else told(random, 0.8))
        for i, row in enumerate(people)
    ]


def birth_year(row: Row) -> int:
    """Year of birth."""
    return row.date_naissance.year


def with_registrations(random: Random, people: list[Row]) -> list[Row]:
    """Registrations at the public employment service, before the entry or during the journey within the period."""
    order = random.sample(range(len(people)), len(people))
    dated: dict[int, datetime.date] = {}
    for (low, high), count in sorted(REGISTERED_BEFORE.items(), reverse=True):
        fitting = [
            i for i in order if i not in dated and age_on(people[i].date_naissance, people[i].entree) > 16 + high // 12
        ]
        for index in fitting[:count]:
            entry, months = people[index].entree, random.randint(low, high)
            day = add_months(entry, -months) - datetime.timedelta(days=random.randint(0, 20))
            dated[index] = day if low <= completed_months(day, entry) <= high else add_months(entry, -months)
    for index in [i for i in order if i not in dated][:REGISTERED_DURING]:
        entry, until = people[index].entree, min(people[index].sortie or TO, TO)
        dated[index] = entry + datetime.timedelta(days=random.randint(1, max(1, (until - entry).days)))
    return [replace(row, inscription_ft=dated.get(i)) for i, row in enumerate(people)]


def with_outcomes(random: Random, people: list[Row]) -> list[Row]:
    """Situations at exit: exact among those who left within the period, likely for those who left later."""
    exact = [outcome for outcome, count in OUTCOMES.items() for _ in range(count)]
    likely = list(exact)
    random.shuffle(exact)
    return [
        replace(row, situation_sortie=situation, detail_sortie=detail)
        for row in people
        for situation, detail in [exact.pop() if row.sortie and row.sortie <= TO else random.choice(likely)]
    ]


def earlier(people: list[Row]) -> list[Row]:
    """First journeys, within the period, of nine people who came back: each is still counted once, by the latest.

    Two of them did not leave the network in between: they passed from one KPA to another (TRANSFERRED).
    """
    back = [row for row in people if row.entree >= datetime.date(2023, 2, 1) and row.kpa not in LONGEST][:90:10]
    return [first_journey(row, rank) for rank, row in enumerate(back)]


TRANSFERRED = (3, 6)
"""Ranks, among those who came back, of the people who changed KPA."""


def first_journey(row: Row, rank: int) -> Row:
    """What somebody now counted by `row` did before."""
    before = replace(
        row,
        entree=weekday(datetime.date(2022, 3, 14) + datetime.timedelta(days=17 * rank)),
        inscription_ft=None,
        duree_prevue_mois=12,
    )
    if rank in TRANSFERRED:
        kpa = "La Cape" if row.kpa != "La Cape" else "Coop Manau"
        end = row.entree - datetime.timedelta(days=1)
        return replace(before, kpa=kpa, sortie=end, situation_sortie="", detail_sortie="")
    outcome = ("formation", "non_qualifiante") if rank % 3 else ("", "")
    end = weekday(datetime.date(2022, 9, 9) + datetime.timedelta(days=11 * rank))
    return replace(before, sortie=end, situation_sortie=outcome[0], detail_sortie=outcome[1])
