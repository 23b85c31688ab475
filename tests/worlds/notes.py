"""Notes, replies, handovers and openings."""

import datetime
from typing import Any

from django.utils import timezone

from maille.identity.models import User
from maille.journeys.actions.notes import correct_note, withdraw_note, write_note
from maille.journeys.models import Goal, Handover, Interview, Journey, NextStep, Note, Opening, Referent, Reply
from maille.network.access import actor_for
from maille.network.models import Membership, Organisation
from maille.network.rules.roles import Role
from tests.cast import Cast

THING_OF: dict[str, str] = {
    "note_id": "note",
    "record_id": "note",
    "reply_id": "reply",
    "opening_id": "opening",
}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {
    "journeys:reply_for": {"subject": "note"},
    "journeys:my_reply": {"subject": "note"},
}
"""Name of an address → parameters that name no thing."""

NOW = datetime.datetime(2026, 6, 12, 9, tzinfo=datetime.UTC)
EVERY_PART = ["situation", "stages", "goals", "barriers", "orientations", "skills", "notes"]


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    note = written(journey, user)
    reply = contested(journey, note, user)
    # Of ours, the opening is for the funder who looks; of theirs, for nobody who does.
    partner = Membership.objects.filter(role=Role.OBSERVER).select_related("user").first() if side == "own" else None
    opening = opened(journey, partner.user if partner else user, partner.organisation_id if partner else None)
    return {"note": note.pk, "reply": reply.pk, "opening": opening.pk}


def written(journey: Journey, user: User, visibility: str = "shared", text: str = "Elle dit vouloir essayer.") -> Note:
    """One note."""
    return Note.objects.create(
        journey=journey, author=user, text=text, visibility=visibility, written_on=datetime.date(2026, 6, 1),
        entered_by=user, entered_at=NOW,
    )  # fmt: skip


def contested(journey: Journey, note: Note, user: User | None, **more: Any) -> Reply:
    """A note contested, by the hand of somebody."""
    return Reply.objects.create(
        person=journey.person, kpa=journey.kpa, kind="contest", subject="note", subject_id=note.pk,
        text="J'avais prévenu.", entered_by=user, entered_at=NOW, on_behalf=True, **more,
    )  # fmt: skip


def opened(journey: Journey, user: User, organisation_id: int | None) -> Opening:
    """Everything opened for as long as it takes."""
    today = timezone.localdate()
    return Opening.objects.create(
        journey=journey, user=user, organisation_id=organisation_id, parts=EVERY_PART, reason="chercher une formation",
        started_on=today, ends_on=today + datetime.timedelta(days=90), agreed_on=today, entered_by=None,
        entered_at=NOW, on_behalf=True,
    )  # fmt: skip


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    today = timezone.localdate()
    journey, fanny = cast.amina_journey, actor_for(cast.fanny, None, today)
    amina = cast.amina.user
    plain = write_note(fanny, journey.pk, "Elle dit chercher le matin.", NOW, written_on=datetime.date(2026, 6, 1))
    corrected = write_note(fanny, journey.pk, "Venue deux fois.", NOW, written_on=datetime.date(2026, 6, 2))
    correct_note(fanny, corrected.pk, 1, "Venue trois fois, menteuse.", corrected.written_on, "Compté de nouveau")
    secret = write_note(fanny, journey.pk, "À revoir avec elle.", NOW, visibility="author")
    withdrawn = write_note(fanny, journey.pk, "Une erreur.", NOW, written_on=datetime.date(2026, 6, 3))
    withdraw_note(fanny, withdrawn.pk, 1, "Ce n'était pas elle", NOW)
    waiting = contested(journey, plain, cast.fanny)
    answered = contested(journey, corrected, amina)
    Reply.objects.filter(pk=answered.pk).update(
        answered_at=NOW, answered_by=cast.fanny, answer="Compté avec elle.", upheld=True, on_behalf=False
    )
    goal = Goal.objects.create(
        journey=journey, text="Tenir le stand", set_on=datetime.date(2026, 5, 4), entered_by=cast.fanny, entered_at=NOW,
        on_behalf=True,
    )  # fmt: skip
    NextStep.objects.create(goal=goal, text="Compter la caisse", entered_by=cast.fanny, entered_at=NOW)
    Interview.objects.create(
        journey=journey, kind="follow_up", held_on=datetime.date(2026, 5, 4), led_by=cast.fanny,
        next_on=today + datetime.timedelta(days=10), entered_by=cast.fanny, entered_at=NOW,
    )  # fmt: skip
    Handover.objects.create(
        journey=journey, from_user=cast.karim, to_user=cast.fanny, handed_on=datetime.date(2026, 5, 4),
        transmitted={"notes": [secret.pk], "goals": [goal.pk]}, word="Elle préfère le matin.", entered_by=cast.karim,
        entered_at=NOW,
    )  # fmt: skip
    Referent.objects.create(journey=cast.yanis_journey, user=cast.fanny, started_on=cast.yanis_journey.entered_on)
    funder = Organisation.objects.get(name="Région")
    opening = opened(journey, cast.karim, funder.pk)
    return (
        f"/reponses/{waiting.pk}/",
        f"/notes/{plain.pk}/corriger/",
        f"/notes/{plain.pk}/lecteurs/",
        f"/notes/{plain.pk}/retirer/",
        f"/parcours/{journey.pk}/repondre/note/{plain.pk}/",
        f"/parcours/{journey.pk}/repondre/goal/{goal.pk}/",
        f"/mon-parcours/repondre/note/{plain.pk}/",
        f"/dossiers-ouverts/{opening.pk}/",
        f"/parcours/{journey.pk}/saisi-pour/",
        f"/parcours/{journey.pk}/partages/",
        f"/parcours/{journey.pk}/relais/",
    )
