"""Rows of the timeline and of the present, in words."""

import datetime
import json
from dataclasses import dataclass

from maille.journeys.models.documents import DocumentKind
from maille.journeys.models.journeys import OUTCOMES, EndKind, Journey
from maille.journeys.models.present import DONE, Present
from maille.journeys.models.reading import stage_names
from maille.journeys.models.skills import Recognition
from maille.journeys.models.support import BARRIERS, DOMAINS, INTERVIEWS, ORIENTATIONS, PROCEDURES
from maille.journeys.models.timeline import NOTE_LENGTH, Kind
from maille.journeys.models.union import Row
from maille.network.rules.stages import CONTRACT_NAMES

NAMES: dict[str, dict[str, str]] = {
    "barrier": dict(BARRIERS),
    "domain": dict(DOMAINS),
    "interview": dict(INTERVIEWS),
    "orientation": dict(ORIENTATIONS),
    "procedure": dict(PROCEDURES),
    "contract": {kind.value: name for kind, name in CONTRACT_NAMES.items()},
    "document": dict(DocumentKind.choices),
    "recogniser": dict(Recognition.By.choices),
    "situation": dict(OUTCOMES),
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline; `record` names the page that tells more, "" without one; `url` is put by the view."""

    day: datetime.date
    pk: int
    title: str
    text: str = ""
    tone: str = ""
    record: str = ""
    parent: int = 0
    url: str = ""


@dataclass(frozen=True)
class Step:
    """One next step."""

    pk: int
    text: str
    due: datetime.date | None
    done: bool
    late: bool


@dataclass(frozen=True)
class Aim:
    """One goal and its steps."""

    pk: int
    text: str
    since: datetime.date
    wanted: datetime.date | None
    steps: list[Step]


@dataclass(frozen=True)
class Line:
    """Anything else that is open."""

    pk: int
    title: str
    text: str
    since: datetime.date


@dataclass(frozen=True)
class PresentTold:
    """Where the person stands, in words."""

    aims: list[Aim]
    barriers: list[Line]
    orientations: list[Line]
    procedures: list[Line]
    interviews: list[Line]
    next_on: datetime.date | None
    next_is_late: bool


def told_present(found: Present, at: datetime.date) -> PresentTold:
    """Names in the place of keys."""
    aims = [
        Aim(
            each.goal.pk,
            each.goal.text,
            each.goal.day,
            each.goal.due,
            [Step(step.pk, step.text, step.due, step.code == DONE, is_late(step, at)) for step in each.steps],
        )
        for each in found.goals
    ]
    return PresentTold(
        aims=aims,
        barriers=[Line(row.pk, NAMES["barrier"].get(row.code, ""), "", row.day) for row in found.barriers],
        orientations=[
            Line(row.pk, row.who, row.text or NAMES["domain"].get(row.code, ""), row.day) for row in found.orientations
        ],
        procedures=[Line(row.pk, row.text, NAMES["domain"].get(row.code, ""), row.day) for row in found.procedures],
        interviews=[
            Line(row.pk, f"{NAMES['interview'].get(row.code, '')}, avec {row.who}", subjects(row.text), row.day)
            for row in found.interviews
        ],
        next_on=found.next_on,
        next_is_late=found.next_on is not None and found.next_on < at,
    )


def is_late(step: Row, at: datetime.date) -> bool:
    """Whether the date is past and the step not done."""
    return step.code != DONE and step.due is not None and step.due < at


def subjects(stored: str) -> str:
    """The names of the subjects of an interview, from their keys as JSON."""
    return ", ".join(NAMES["domain"].get(key, key).lower() for key in json.loads(stored or "[]"))


def told_events(rows: list[Row], journey: Journey) -> list[Event]:
    """Each row as a line people read."""
    stages = stage_names(journey.kpa)
    return [told(row, journey, stages) for row in rows]


def told(row: Row, journey: Journey, stages: dict[str, str]) -> Event:
    """One line."""
    kind = Kind(row.rank)
    if kind == Kind.EXIT:
        title, text = exit_told(row)
    else:
        title, text = TITLES[kind], row.text
    words = {
        "who": row.who.strip(),
        "stage": stages.get(row.code, ""),
        "kpa": journey.kpa.name,
        **{name: names.get(row.code, "") for name, names in NAMES.items()},
    }
    title = title.format(**words)
    if kind == Kind.INTERVIEW:
        text = subjects(row.text)
    elif kind == Kind.SIGNED:
        title = f"{words['contract']} signé" if not row.parent else f"{words['contract']} renouvelé"
        text = f"Jusqu'au {row.due:%d/%m/%Y}." if row.due else ""
    elif kind == Kind.ORIENTATION:
        text = row.text or words["domain"]
    elif kind == Kind.NOTE and len(row.text) == NOTE_LENGTH:
        text = f"{row.text.rsplit(' ', 1)[0]}…"
    elif kind == Kind.FOLLOW_UP and not words["situation"]:
        title = "Nouvelles après la sortie : injoignable"
    return Event(row.day, row.pk, title, text, TONES.get(kind, ""), RECORDS.get(kind, ""), row.parent)


def exit_told(row: Row) -> tuple[str, str]:
    """The end of the journey."""
    if row.code == EndKind.TRANSFER:
        return "Passage dans un autre KPA", ""
    return "Sortie", NAMES["situation"].get(row.text, "")


TITLES = {
    Kind.ENTRY: "Entrée à {kpa}",
    Kind.REFERENT: "Suivi·e par {who}",
    Kind.STAGE: "Étape « {stage} »",
    Kind.PAUSE: "Début d'une pause",
    Kind.BACK: "Fin de la pause",
    Kind.SIGNED: "",
    Kind.DOCUMENT: "{document} établi",
    Kind.BARRIER: "Frein : {barrier}",
    Kind.GOAL: "Nouvel objectif",
    Kind.ORIENTATION: "Orientation vers {who}",
    Kind.PROCEDURE: "Démarche commencée, {domain}",
    Kind.STEP_DONE: "Prochain pas accompli",
    Kind.ORIENTATION_OUTCOME: "Orientation vers {who} : {orientation}",
    Kind.PROCEDURE_ENDED: "Démarche : {procedure}",
    Kind.LIFTED: "Frein levé : {barrier}",
    Kind.REACHED: "Objectif atteint",
    Kind.DROPPED: "Objectif abandonné",
    Kind.SKILL: "Compétence reconnue, {recogniser}",
    Kind.WORKSHOP: "Atelier suivi",
    Kind.INTERVIEW: "{interview}, avec {who}",
    Kind.NOTE: "Note de {who}",
    Kind.PERIOD_ENDED: "Fin du contrat : {contract}",
    Kind.TERMINATED: "Rupture anticipée : {contract}",
    Kind.FOLLOW_UP: "Nouvelles après la sortie : {situation}",
}
TONES = {
    Kind.PAUSE: "attention",
    Kind.BARRIER: "attention",
    Kind.NOTE: "muted",
    Kind.DOCUMENT: "muted",
    Kind.REFERENT: "muted",
}
RECORDS = {
    Kind.INTERVIEW: "interview",
    Kind.BARRIER: "barrier",
    Kind.LIFTED: "barrier",
    Kind.GOAL: "goal",
    Kind.REACHED: "goal",
    Kind.DROPPED: "goal",
    Kind.STEP_DONE: "step",
    Kind.ORIENTATION: "orientation",
    Kind.ORIENTATION_OUTCOME: "orientation",
    Kind.PROCEDURE: "procedure",
    Kind.PROCEDURE_ENDED: "procedure",
    Kind.NOTE: "notes",
    Kind.SIGNED: "contracts",
    Kind.PERIOD_ENDED: "contracts",
    Kind.TERMINATED: "contracts",
    Kind.SKILL: "skills",
    Kind.WORKSHOP: "workshop",
}
