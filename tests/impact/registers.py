"""Registers written straight into the database, for the report to read."""

import datetime
from collections.abc import Iterable, Mapping

from hypothesis import strategies as st

from maille.config.demo import register
from maille.impact.rules.counting import references
from maille.impact.rules.dimensions import JourneyFacts, codes_of
from maille.impact.rules.periods import Period
from maille.impact.rules.snapshots import Row
from maille.journeys.models import Journey, Person
from maille.journeys.rules.names import fold
from maille.journeys.rules.places import department_of
from maille.journeys.rules.terms import DETAILS_OF, Level, Outcome
from maille.network.models import Organisation
from maille.network.models.organisations import Kind

LEVELS = {"infra_cap": "below_cap"}
OUTCOMES = {
    "emploi": "employment",
    "formation": "training",
    "creation": "business_creation",
    "autre_dispositif": "other_scheme",
    "sans": "none",
    "service_civique": "civic_service",
}
DETAILS = {"cdd_moins_6": "cdd_under_6", "qualifiante": "qualifying", "non_qualifiante": "non_qualifying"}
START, END = datetime.date(2022, 3, 1), datetime.date(2023, 12, 31)


def kpa_named(name: str) -> Organisation:
    """That KPA, made when missing."""
    return Organisation.objects.get_or_create(name_key=fold(name), kind=Kind.KPA, defaults={"name": name})[0]


def write_published_register() -> dict[str, Organisation]:
    """The synthetic register of 267 people; returns its KPAs by name."""
    kpas = {name: kpa_named(name) for name in sorted({row.kpa for row in register.rows()})}
    people: dict[tuple[str, str, datetime.date], Person] = {}
    for row in register.rows():
        key = (row.nom, row.prenom, row.date_naissance)
        if key not in people:
            person = Person(last_name=row.nom, first_name=row.prenom, birth_date=row.date_naissance, sex=row.sexe)
            person.save()
            people[key] = person
    Journey.objects.bulk_create(
        Journey(
            person=people[row.nom, row.prenom, row.date_naissance],
            kpa=kpas[row.kpa],
            entered_on=row.entree,
            planned_months=row.duree_prevue_mois,
            postal_code=row.code_postal,
            department=department_of(row.code_postal),
            qpv=row.qpv,
            single_parent=row.parent_isole,
            international_protection=row.protection_internationale,
            mission_locale=row.mission_locale,
            disabled=row.rqth,
            level=LEVELS.get(row.niveau_atteint, row.niveau_atteint),
            registered_on=row.inscription_ft,
            ended_on=row.sortie,
            end_kind="exit" if row.sortie else "",
            outcome=OUTCOMES.get(row.situation_sortie, "") if row.sortie else "",
            detail=DETAILS.get(row.detail_sortie, row.detail_sortie) if row.sortie else "",
        )
        for row in register.rows()
    )
    return kpas


def facts_of_register(rows: Iterable[register.Row]) -> list[JourneyFacts]:
    """The register's rows as facts, without a database."""
    people: dict[tuple[str, str, datetime.date], int] = {}
    kpas: dict[str, int] = {}
    return [
        JourneyFacts(
            rank,
            people.setdefault((row.nom, row.prenom, row.date_naissance), len(people)),
            kpas.setdefault(row.kpa, len(kpas) + 1),
            row.entree,
            row.sortie,
            "exit" if row.sortie else "",
            None,
            row.sexe,
            row.date_naissance,
            department_of(row.code_postal),
            LEVELS.get(row.niveau_atteint, row.niveau_atteint),
            row.qpv,
            row.parent_isole,
            row.protection_internationale,
            row.mission_locale,
            row.rqth,
            row.inscription_ft,
            row.duree_prevue_mois,
            OUTCOMES.get(row.situation_sortie, ""),
            DETAILS.get(row.detail_sortie, row.detail_sortie),
        )
        for rank, row in enumerate(rows)
    ]


DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2024, 12, 31)) | st.sampled_from(
    [START, END, datetime.date(2020, 2, 29), datetime.date(2022, 2, 28), datetime.date(2023, 1, 31)]
)
BIRTHS = st.dates(datetime.date(1950, 1, 1), datetime.date(2009, 1, 1)) | st.sampled_from(
    [datetime.date(1996, 2, 29), datetime.date(2004, 2, 29), datetime.date(1980, 2, 29)]
)
ANSWERS = st.sampled_from([True, False, None])
ENDS = st.sampled_from([("", "")] + [(o.value, d) for o in Outcome for d in ["", *sorted(DETAILS_OF.get(o, []))]])


@st.composite
def facts(draw: st.DrawFn, people: int = 5, kpas: int = 3) -> list[JourneyFacts]:
    """A few journeys of a few people in a few KPAs; ids are ranks, to be replaced by the database's."""
    identities = {person: (draw(st.sampled_from(["", *"FHX"])), draw(st.none() | BIRTHS)) for person in range(people)}
    found: list[JourneyFacts] = []
    for rank in range(draw(st.integers(0, 9))):
        person, entry = draw(st.integers(0, people - 1)), draw(DAYS)
        ended_on = draw(st.none() | st.dates(entry, datetime.date(2025, 6, 30)))
        kind = draw(st.sampled_from(["exit", "transfer"])) if ended_on else ""
        outcome, detail = draw(ENDS) if ended_on else ("", "")
        sex, birth = identities[person]
        found.append(
            JourneyFacts(
                rank,
                person,
                draw(st.integers(0, kpas - 1)),
                entry,
                ended_on,
                kind,
                draw(st.none() | st.integers(0, kpas - 1)) if kind == "transfer" else None,
                sex,
                birth,
                draw(st.sampled_from(["", "59", "2A", "974"])),
                draw(st.sampled_from(["", *(level.value for level in Level)])),
                *(draw(ANSWERS) for _ in range(5)),
                draw(st.none() | DAYS | st.just(entry)),
                draw(st.none() | st.integers(0, 40)),
                outcome,
                detail,
            )
        )
    return [one for rank, one in enumerate(found) if not any(overlap(one, other) for other in found[:rank])]


def overlap(one: JourneyFacts, other: JourneyFacts) -> bool:
    """Whether the database would refuse the second: one person twice in one KPA on the same day."""
    far = datetime.date.max
    return (
        (one.person, one.kpa) == (other.person, other.kpa)
        and one.entered_on <= (other.ended_on or far)
        and other.entered_on <= (one.ended_on or far)
    )


def write(journeys: Iterable[JourneyFacts], kpas: Mapping[int, Organisation]) -> list[JourneyFacts]:
    """Store them, and return them with the ids the database gave; each transfer gets a later journey it leads to."""
    people: dict[int, Person] = {}
    stored: list[JourneyFacts] = []
    for one in journeys:
        if one.person not in people:
            people[one.person] = Person.objects.create(
                last_name=f"Personne {one.person}", first_name="A", sex=one.sex, birth_date=one.birth_date
            )
        journey = Journey.objects.create(
            person=people[one.person],
            kpa=kpas[one.kpa],
            transferred_to=receiving(one, kpas, stored),
            **{name: getattr(one, name) for name in COPIED},
        )
        stored.append(stored_facts(one, journey))
    return stored


COPIED = [
    "entered_on",
    "ended_on",
    "end_kind",
    "department",
    "level",
    "qpv",
    "single_parent",
    "international_protection",
    "mission_locale",
    "disabled",
    "registered_on",
    "planned_months",
    "outcome",
    "detail",
]


def receiving(one: JourneyFacts, kpas: Mapping[int, Organisation], stored: list[JourneyFacts]) -> Journey | None:
    """The journey a transfer leads to, beginning after 2030 so that it is in no period, and somebody else's so that it
    overlaps none."""
    if one.received_by is None:
        return None
    day = datetime.date(2031, 1, 1) + datetime.timedelta(days=Journey.objects.count())
    person = Person.objects.create(last_name=f"Suite {day:%Y%m%d}", first_name="A")
    journey = Journey.objects.create(person=person, kpa=kpas[one.received_by], entered_on=day)
    stored.append(JourneyFacts(journey.pk, person.pk, journey.kpa_id, day))
    return journey


def stored_facts(one: JourneyFacts, journey: Journey) -> JourneyFacts:
    """The facts with the database's ids."""
    return JourneyFacts(
        journey.pk,
        journey.person_id,
        journey.kpa_id,
        received_by=journey.transferred_to.kpa_id if journey.transferred_to else None,
        sex=one.sex,
        birth_date=one.birth_date,
        **{name: getattr(one, name) for name in COPIED},
    )


def coded(journeys: Iterable[JourneyFacts], period: Period) -> list[Row]:
    """The rows a snapshot keeps, by definition."""
    return [Row(one.id, one.person, one.kpa, codes_of(one, period, None)) for one in references(journeys, period, None)]
