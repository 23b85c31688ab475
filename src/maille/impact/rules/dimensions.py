"""What the report knows of each person: small codes computed from the facts of their reference journey.

A dimension is a question with a closed list of answers (only the department is open-ended). Outside the people it is
asked of (the exit of somebody still there), its code is NOT_ASKED. These functions are the definition; the fast path
(`maille.impact.tally`) computes the same codes in the database and is tested against them.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from maille.impact.rules.periods import Period
from maille.journeys.rules.dates import age_on, completed_months
from maille.journeys.rules.terms import DETAIL_NAMES, LEVEL_NAMES, OUTCOME_NAMES

NOT_ASKED = ""
UNKNOWN = "unknown"

Codes = Mapping[str, str]
"""Dimension → code, for one person."""


@dataclass(frozen=True)
class JourneyFacts:
    """One journey as the report reads it; None or "" means unknown."""

    id: int
    person: int
    kpa: int
    entered_on: datetime.date
    ended_on: datetime.date | None = None
    end_kind: str = ""
    received_by: int | None = None
    """For a transfer, the KPA of the journey that follows, when Maille holds it."""
    sex: str = ""
    birth_date: datetime.date | None = None
    department: str = ""
    level: str = ""
    qpv: bool | None = None
    single_parent: bool | None = None
    international_protection: bool | None = None
    mission_locale: bool | None = None
    disabled: bool | None = None
    registered_on: datetime.date | None = None
    planned_months: int | None = None
    outcome: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Dimension:
    """A question, its answers in order (code → French), and which answer means that nobody knows."""

    name: str
    label: str
    codes: Mapping[str, str]
    unknown: str | None = None
    open_ended: bool = False


@dataclass(frozen=True)
class Bands:
    """Half-open bands of whole numbers: the code of the last band whose lower limit is reached."""

    limits: tuple[tuple[int, str], ...]

    def code(self, value: int) -> str:
        """The band's code; the first limit is 0 or below any value met."""
        return next(code for limit, code in reversed(self.limits) if value >= limit)


YES_NO = {"yes": "Oui", "no": "Non", UNKNOWN: "Non renseigné"}
AGES = Bands(((0, UNKNOWN), (16, "16-24"), (25, "25-39"), (40, "40-54"), (55, "55+")))
"""Under 16 at entry is refused everywhere: such a birth date cannot be right, so the age counts as unknown."""
STAYS = Bands(((0, "<6"), (6, "6-12"), (13, "13-21"), (22, "22+")))
REGISTRATIONS = Bands(((0, "<6"), (6, "6-12"), (13, "13-24"), (25, "25-60"), (61, "61+")))
PLANS = Bands(((0, "<12"), (12, "12"), (13, "13-23"), (24, "24"), (25, "25+")))

AGE_NAMES = {"16-24": "16 à 24 ans", "25-39": "25 à 39 ans", "40-54": "40 à 54 ans", "55+": "55 ans et plus"}
STAY_NAMES = {
    "<6": "Moins de 6 mois",
    "6-12": "De 6 à 12 mois",
    "13-21": "De 13 à 21 mois",
    "22+": "22 mois et plus",
}
REGISTRATION_NAMES = {
    "<6": "Moins de 6 mois",
    "6-12": "De 6 à 12 mois",
    "13-24": "De 13 à 24 mois",
    "25-60": "De 2 à 5 ans",
    "61+": "Plus de 5 ans",
}
PLAN_NAMES = {
    "<12": "Moins d'un an",
    "12": "Un an",
    "13-23": "Entre un et deux ans",
    "24": "Deux ans",
    "25+": "Plus de deux ans",
}
UNKNOWN_NAME = {UNKNOWN: "Non renseigné"}
DETAILS = {
    **{f"employment.{key}": DETAIL_NAMES[key] for key in list(DETAIL_NAMES)[:4]},
    "employment.unknown": "Contrat non renseigné",
    **{f"training.{key}": DETAIL_NAMES[key] for key in list(DETAIL_NAMES)[4:]},
    "training.unknown": "Type de formation non renseigné",
}

DIMENSIONS: dict[str, Dimension] = {
    each.name: each
    for each in (
        Dimension("sex", "Sexe", {"F": "Femme", "H": "Homme", "X": "Autre", UNKNOWN: "Non renseigné"}, UNKNOWN),
        Dimension("age", "Âge à l'entrée", AGE_NAMES | UNKNOWN_NAME, UNKNOWN),
        Dimension("department", "Département", UNKNOWN_NAME, UNKNOWN, open_ended=True),
        Dimension("level", "Niveau atteint", {k.value: v for k, v in LEVEL_NAMES.items()} | UNKNOWN_NAME, UNKNOWN),
        Dimension("qpv", "Quartier prioritaire", YES_NO, UNKNOWN),
        Dimension("single_parent", "Parent isolé", YES_NO, UNKNOWN),
        Dimension("international_protection", "Protection internationale", YES_NO, UNKNOWN),
        Dimension("mission_locale", "Orientation par une mission locale", YES_NO, UNKNOWN),
        Dimension("disabled", "RQTH", YES_NO, UNKNOWN),
        Dimension(
            "registration",
            "Inscription à France Travail",
            {"before": "Avant l'entrée", "during": "Pendant le parcours", "later": "Plus tard", **UNKNOWN_NAME},
            UNKNOWN,
        ),
        Dimension("registered_for", "Ancienneté d'inscription", REGISTRATION_NAMES),
        Dimension("planned", "Durée prévue", PLAN_NAMES | UNKNOWN_NAME, UNKNOWN),
        Dimension("status", "Situation en fin de période", {"in": "En KPA", "left": "Sortie"}),
        Dimension("in_kpa_for", "Ancienneté en KPA", STAY_NAMES),
        Dimension("stayed", "Durée du parcours", STAY_NAMES),
        Dimension(
            "exit", "Situation à la sortie", {k.value: v for k, v in OUTCOME_NAMES.items()} | UNKNOWN_NAME, UNKNOWN
        ),
        Dimension("detail", "Précision sur la sortie", DETAILS),
    )
}


def overlaps(facts: JourneyFacts, period: Period) -> bool:
    """Whether the journey is under way at some day of the period (design: "Population")."""
    return facts.entered_on <= period.end and (facts.ended_on is None or facts.ended_on >= period.start)


def left_on(facts: JourneyFacts, period: Period, scope: frozenset[int] | None) -> datetime.date | None:
    """The day the person left the KPAs of the scope within the period; None while they are there.

    A transfer towards a KPA of the scope is not an exit; `scope` None is the whole network.
    """
    if facts.ended_on is None or facts.ended_on > period.end:
        return None
    received = facts.end_kind == "transfer" and facts.received_by is not None
    if received and (scope is None or facts.received_by in scope):
        return None
    return facts.ended_on


def codes_of(facts: JourneyFacts, period: Period, scope: frozenset[int] | None) -> dict[str, str]:
    """Every dimension's code for this reference journey."""
    gone = left_on(facts, period, scope)
    registration = registration_code(facts, gone or period.end)
    outcome = exit_code(facts) if gone else NOT_ASKED
    return {
        "sex": facts.sex or UNKNOWN,
        "age": AGES.code(max(0, age_on(facts.birth_date, facts.entered_on))) if facts.birth_date else UNKNOWN,
        "department": facts.department or UNKNOWN,
        "level": facts.level or UNKNOWN,
        "qpv": yes_no(facts.qpv),
        "single_parent": yes_no(facts.single_parent),
        "international_protection": yes_no(facts.international_protection),
        "mission_locale": yes_no(facts.mission_locale),
        "disabled": yes_no(facts.disabled),
        "registration": registration,
        "registered_for": (
            REGISTRATIONS.code(completed_months(facts.registered_on, facts.entered_on))
            if registration == "before" and facts.registered_on
            else NOT_ASKED
        ),
        "planned": UNKNOWN if facts.planned_months is None else PLANS.code(facts.planned_months),
        "status": "left" if gone else "in",
        "in_kpa_for": NOT_ASKED if gone else STAYS.code(completed_months(facts.entered_on, period.end)),
        "stayed": STAYS.code(completed_months(facts.entered_on, gone)) if gone else NOT_ASKED,
        "exit": outcome,
        "detail": f"{outcome}.{exit_detail(facts)}" if outcome in ("employment", "training") else NOT_ASKED,
    }


def yes_no(value: bool | None) -> str:
    """The code of a yes-no-unknown answer."""
    return UNKNOWN if value is None else "yes" if value else "no"


def registration_code(facts: JourneyFacts, until: datetime.date) -> str:
    """Before entry (the day itself included), during the journey up to `until`, or later."""
    if facts.registered_on is None:
        return UNKNOWN
    if facts.registered_on <= facts.entered_on:
        return "before"
    return "during" if facts.registered_on <= until else "later"


def exit_code(facts: JourneyFacts) -> str:
    """What followed the exit; a transfer out of the scope is an orientation towards another scheme."""
    return "other_scheme" if facts.end_kind == "transfer" else facts.outcome or UNKNOWN


def exit_detail(facts: JourneyFacts) -> str:
    """The precise form of the outcome, as recorded."""
    return facts.detail or UNKNOWN
