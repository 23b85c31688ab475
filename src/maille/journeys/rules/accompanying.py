"""Dates of individual support that cannot be, and when a person has not been met for long.

The windows are design choices, stated here once, save the two interviews a year of a CESA.
"""

import datetime

from maille.journeys.rules.checks import Problem, day
from maille.journeys.rules.support import InterviewKind

NOT_SEEN_FOR = datetime.timedelta(days=60)
"""A meeting a month is the habit of KPAs: two missed in a row deserve a call."""
OUTCOME_WITHIN_MONTHS = 1
"""A partner has answered by then, or one asks again."""
CESA_INTERVIEWS = 2
"""A year, at least: C. trav. R7331-1, after décret 2015-1363 (mission rules, "CAE / CESA")."""
CESA_PACE = ((6, 1), (10, CESA_INTERVIEWS))
"""Months since the contract began → interviews its last twelve months should hold: none is asked for in the first
half-year, and the second one before the year is over."""
LONGEST_MINUTES = 480


def past(field: str, what: str, date: datetime.date | None, today: datetime.date) -> list[Problem]:
    """What is noted has happened. `what` starts the sentence ("L'entretien")."""
    if date is not None and date > today:
        return [Problem(field, f"{what} est dans le futur ({day(date)}). Notez ce qui a eu lieu.")]
    return []


def in_order(field: str, what: str, date: datetime.date | None, start: datetime.date, since: str) -> list[Problem]:
    """A second date is not before the first; `since` names the first ("le début")."""
    if date is not None and date < start:
        return [Problem(field, f"{what} ({day(date)}) précède {since} ({day(start)}). Vérifiez les deux dates.")]
    return []


def interview_problems(
    kind: str,
    held_on: datetime.date,
    next_on: datetime.date | None,
    minutes: int | None,
    *,
    entered_on: datetime.date,
    ended_on: datetime.date | None,
    today: datetime.date,
) -> list[Problem]:
    """A welcome may come before the entry, an interview after the exit may follow it; the others are between."""
    problems = past("held_on", "Cet entretien", held_on, today)
    if held_on < entered_on and kind != InterviewKind.WELCOME:
        problems.append(
            Problem("held_on", f"L'entrée est du {day(entered_on)} : avant elle, choisissez « Entretien d'accueil ».")
        )
    if ended_on is not None and held_on > ended_on and kind != InterviewKind.AFTER:
        problems.append(
            Problem("held_on", f"La sortie est du {day(ended_on)} : ensuite, choisissez « Entretien après la sortie ».")
        )
    if next_on is not None and next_on <= held_on:
        problems.append(Problem("next_on", "Le prochain entretien vient après celui-ci. Vérifiez les deux dates."))
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        problems.append(Problem("minutes", f"La durée va de 1 à {LONGEST_MINUTES} minutes."))
    return problems


def barrier_problems(
    started_on: datetime.date, ended_on: datetime.date | None, lifted_how: str, today: datetime.date
) -> list[Problem]:
    """It may be older than the journey; how it was lifted is told with a day."""
    problems = past("started_on", "Ce frein", started_on, today)
    problems += past("ended_on", "La levée du frein", ended_on, today)
    problems += in_order("ended_on", "La levée du frein", ended_on, started_on, "son début")
    if lifted_how and ended_on is None:
        problems.append(Problem("ended_on", "Dites quel jour il a été levé."))
    return problems


def goal_problems(
    text: str,
    set_on: datetime.date,
    wanted_on: datetime.date | None,
    reached_on: datetime.date | None,
    dropped_on: datetime.date | None,
    today: datetime.date,
) -> list[Problem]:
    """A goal says something, and ends one way."""
    problems = [] if text.strip() else [Problem("text", "Écrivez l'objectif, avec les mots de la personne.")]
    problems += past("set_on", "Cet objectif", set_on, today)
    problems += in_order("wanted_on", "La date voulue", wanted_on, set_on, "le début")
    for field, what, date in (
        ("reached_on", "L'objectif atteint", reached_on),
        ("dropped_on", "L'abandon", dropped_on),
    ):
        problems += past(field, what, date, today) + in_order(field, what, date, set_on, "le début")
    if reached_on and dropped_on:
        problems.append(Problem("dropped_on", "Un objectif est atteint ou abandonné, pas les deux."))
    return problems


def step_problems(text: str, done_on: datetime.date | None, today: datetime.date) -> list[Problem]:
    """A step says something, and is done already when it is said so."""
    problems = [] if text.strip() else [Problem("text", "Écrivez le prochain pas.")]
    return problems + past("done_on", "Ce pas", done_on, today)


def ending_problems(
    start_field: str,
    started_on: datetime.date,
    outcome: str,
    end_field: str,
    ended_on: datetime.date | None,
    today: datetime.date,
) -> list[Problem]:
    """An orientation or a procedure: what came of it has a day, and the day something that came of it."""
    problems = past(start_field, "Cette démarche", started_on, today)
    problems += past(end_field, "La suite", ended_on, today)
    problems += in_order(end_field, "La suite", ended_on, started_on, "le début")
    if outcome and ended_on is None:
        problems.append(Problem(end_field, "Dites de quel jour est cette suite."))
    if ended_on is not None and not outcome:
        problems.append(Problem("outcome", "Dites ce qui s'est passé, ou laissez la date vide."))
    return problems
