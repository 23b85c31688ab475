"""Bad input, in words: what refuses a fact and what only warns. Texts are French and made for the person typing."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from maille.journeys.rules import names
from maille.journeys.rules.attention import LONGEST
from maille.journeys.rules.dates import age_on
from maille.journeys.rules.facts import Identity, KpaRule, Situation
from maille.journeys.rules.terms import DETAIL_NAMES, OUTCOME_NAMES, Detail, Outcome, detail_fits

LEGAL_AGE = 16
"""Nobody enters a KPA under 16 (seed 003; C. com. L127-1 contracts from 16)."""
OLDEST = 120


@dataclass(frozen=True)
class Problem:
    """Something wrong with one field; only a warning when `blocks` is False."""

    field: str
    message: str
    blocks: bool = True


def day(date: datetime.date) -> str:
    """A date as people write it."""
    return f"{date:%d/%m/%Y}"


def identity_problems(identity: Identity, today: datetime.date) -> list[Problem]:
    """Names that are not names, birth dates that cannot be."""
    problems = []
    for field, label, text in (
        ("last_name", "Le nom", identity.last_name),
        ("first_name", "Le prénom", identity.first_name),
    ):
        if not names.is_name(names.tidy(text)):
            problems.append(
                Problem(
                    field,
                    f"{label} ne peut contenir que des lettres, espaces, traits d'union, apostrophes et points. "
                    "Retirez les autres signes.",
                )
            )
    birth = identity.birth_date
    if birth and birth > today:
        problems.append(Problem("birth_date", f"Le {day(birth)} est dans le futur. Vérifiez l'année."))
    elif birth and age_on(birth, today) > OLDEST:
        problems.append(Problem("birth_date", f"Le {day(birth)}, c'est il y a plus de {OLDEST} ans. Vérifiez l'année."))
    return problems


def entry_problems(
    birth: datetime.date | None, entered_on: datetime.date, rule: KpaRule, today: datetime.date
) -> list[Problem]:
    """Too young is refused; too old for the KPA, or an entry in the future, only warns."""
    problems = []
    if entered_on > today:
        problems.append(
            Problem("entered_on", f"L'entrée est dans le futur : le parcours commence le {day(entered_on)}.", False)
        )
    if birth is None:
        return problems
    age = age_on(birth, entered_on)
    minimum = max(LEGAL_AGE, rule.minimum_age)
    if age < minimum:
        whose = "pour entrer dans un KPA" if minimum == LEGAL_AGE else f"pour entrer à {rule.name}, selon sa règle"
        problems.append(
            Problem(
                "entered_on",
                f"{age} ans à l'entrée : il faut {minimum} ans révolus {whose}. "
                "Vérifiez la date de naissance et la date d'entrée."
                if age >= 0
                else "L'entrée précède la naissance. Vérifiez les deux dates.",
            )
        )
    if rule.maximum_age is not None and age > rule.maximum_age:
        problems.append(
            Problem(
                "entered_on", f"{age} ans à l'entrée : {rule.name} accueille jusqu'à {rule.maximum_age} ans.", False
            )
        )
    return problems


def situation_problems(situation: Situation, rule: KpaRule, today: datetime.date) -> list[Problem]:
    """An impossible length or postal code is refused; a length over the KPA's maximum warns, naming its rule."""
    problems = []
    months = situation.planned_months
    if months is not None and not 1 <= months <= LONGEST:
        problems.append(Problem("planned_months", f"La durée prévue va de 1 à {LONGEST} mois."))
    elif months is not None and months > rule.maximum_months:
        problems.append(
            Problem(
                "planned_months",
                f"La durée prévue est de {months} mois. La règle de {rule.name} est de {rule.maximum_months} mois "
                "au plus.",
                False,
            )
        )
    if situation.postal_code and not re.fullmatch(r"[0-9]{5}", situation.postal_code):
        problems.append(Problem("postal_code", "Un code postal a 5 chiffres, par exemple 59100."))
    if situation.registered_on and situation.registered_on > today:
        problems.append(
            Problem("registered_on", f"Le {day(situation.registered_on)} est dans le futur. Vérifiez l'année.")
        )
    if any(not letter.isprintable() for letter in situation.commune) or situation.commune[:1] in tuple("=+-@"):
        problems.append(Problem("commune", "Le nom de la commune contient un signe inattendu. Retirez-le."))
    return problems


def exit_problems(
    entered_on: datetime.date, ended_on: datetime.date, outcome: str, detail: str, today: datetime.date
) -> list[Problem]:
    """An exit before entry or in the future, or a detail that contradicts the outcome, is refused."""
    problems = []
    if ended_on < entered_on:
        problems.append(
            Problem("ended_on", f"La sortie précède l'entrée ({day(entered_on)}). Vérifiez les deux dates.")
        )
    if ended_on > today:
        problems.append(Problem("ended_on", f"Le {day(ended_on)} est dans le futur. Notez la sortie le jour venu."))
    return problems + detail_problems(outcome, detail)


def detail_problems(outcome: str, detail: str) -> list[Problem]:
    """A detail that contradicts the outcome is refused."""
    if detail_fits(outcome, detail):
        return []
    said = f"« {OUTCOME_NAMES[Outcome(outcome)]} »" if outcome else "une situation inconnue"
    return [
        Problem(
            "detail",
            f"« {DETAIL_NAMES[Detail(detail)]} » ne va pas avec {said}. Changez l'une ou l'autre.",
        )
    ]


def date_within(
    field: str, what: str, date: datetime.date, start: datetime.date, end: datetime.date | None, today: datetime.date
) -> list[Problem]:
    """`date` must fall inside the journey and not in the future. `what` starts the sentence ("L'étape")."""
    if date < start:
        return [Problem(field, f"{what} ne peut pas commencer avant l'entrée ({day(start)}).")]
    if end is not None and date > end:
        return [Problem(field, f"{what} ne peut pas commencer après la sortie ({day(end)}).")]
    if date > today:
        return [Problem(field, f"Le {day(date)} est dans le futur. Notez-le le jour venu.")]
    return []


def blocking(problems: Sequence[Problem]) -> dict[str, list[str]]:
    """What refuses, by field."""
    refused: dict[str, list[str]] = {}
    for problem in problems:
        if problem.blocks:
            refused.setdefault(problem.field, []).append(problem.message)
    return refused


def warnings(problems: Sequence[Problem]) -> list[str]:
    """What only warns."""
    return [problem.message for problem in problems if not problem.blocks]
