"""What the next referent receives when a person's journey is handed over, and the journeys somebody follows today."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery

from maille.journeys.models.documents import Document
from maille.journeys.models.events import Referent
from maille.journeys.models.journeys import Journey, JourneyQuerySet
from maille.journeys.models.notes import Note
from maille.journeys.models.support import Goal, Interview, NextStep
from maille.journeys.rules.notes import Visibility
from maille.network.rules.roles import Actor

KINDS = {
    "notes": ("note", "notes"),
    "goals": ("objectif", "objectifs"),
    "steps": ("prochain pas", "prochains pas"),
    "interviews": ("entretien à venir", "entretiens à venir"),
    "documents": ("document", "documents"),
}
"""Key of Handover.transmitted → its name, one and several."""


@dataclass(frozen=True)
class Transmitted:
    """Everything about one journey that the next referent will read or do."""

    notes: list[Note] = field(default_factory=list)
    """Those whose visibility passes them on."""
    secrets: list[Note] = field(default_factory=list)
    """Those "for the author and the referent" that the reader may entrust, chosen one by one."""
    goals: list[Goal] = field(default_factory=list)
    steps: list[NextStep] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    def ids(self, chosen: set[int]) -> dict[str, list[int]]:
        """What a `Handover` keeps of it."""
        notes = [note.pk for note in self.notes] + [note.pk for note in self.secrets if note.pk in chosen]
        kept: dict[str, list[Any]] = {"goals": self.goals, "steps": self.steps}
        kept |= {"interviews": self.interviews, "documents": self.documents}
        return {"notes": notes} | {key: [each.pk for each in records] for key, records in kept.items()}


def to_transmit(actor: Actor, journeys: list[Journey], today: datetime.date) -> dict[int, Transmitted]:
    """By journey: five queries whatever their number."""
    found = {journey.pk: Transmitted() for journey in journeys}
    by_person = {(journey.person_id, journey.kpa_id): journey.pk for journey in journeys}
    # What the next referent will read does not depend on what this reader reads.
    notes = Note.objects.filter(journey__in=found, withdrawn_at__isnull=True).exclude(visibility=Visibility.AUTHOR)
    for note in notes.select_related("author").order_by("-written_on", "-pk"):
        found[note.journey_id].notes.append(note)
    secrets = Note.objects.visible_to(actor).filter(journey__in=found, visibility=Visibility.AUTHOR)
    for note in secrets.select_related("author").order_by("-written_on", "-pk"):
        found[note.journey_id].secrets.append(note)
    goals = Goal.objects.filter(journey__in=found, reached_on__isnull=True, dropped_on__isnull=True)
    for goal in goals.prefetch_related("steps").order_by("wanted_on", "pk"):
        found[goal.journey_id].goals.append(goal)
        found[goal.journey_id].steps.extend(step for step in goal.steps.all() if step.done_on is None)
    for interview in Interview.objects.filter(journey__in=found, next_on__gte=today).order_by("next_on", "pk"):
        found[interview.journey_id].interviews.append(interview)
    people = {journey.person_id for journey in journeys}
    documents = Document.objects.visible_to(actor).filter(person__in=people)
    for document in documents.order_by("-issued_at", "-pk"):
        pk = by_person.get((document.person_id, document.kpa_id))
        if pk is not None:
            found[pk].documents.append(document)
    return found


def counted(transmitted: dict[str, list[int]]) -> list[str]:
    """What a handover passed on, in words: "3 notes", "1 objectif"."""
    words = []
    for key, (one, several) in KINDS.items():
        count = len(transmitted.get(key, []))
        if count:
            words.append(f"{count} {several if count > 1 else one}")
    return words


def followed_by(actor: Actor, user_id: int) -> JourneyQuerySet:
    """Journeys under way, among those the actor may read, whose referent today is this user."""
    latest = (
        Referent.objects.filter(journey=OuterRef("pk"), started_on__lte=actor.today)
        .order_by("-started_on", "-pk")
        .values("user_id")[:1]
    )
    journeys = Journey.objects.visible_to(actor).at(actor.today).filter(kpa_id__in=actor.writes)
    return journeys.alias(referent=Subquery(latest)).filter(referent=user_id)
