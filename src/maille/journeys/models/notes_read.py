"""Notes as a reader sees them: with their earlier versions, the hints and what may be done, in constant queries."""

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maille.journeys.models.behalf import with_replies
from maille.journeys.models.journeys import Journey
from maille.journeys.models.notes import Note, Reply
from maille.journeys.rules.notes import SHORT_NAMES, Standing, Visibility, reads
from maille.journeys.rules.wording import Hint, hints
from maille.network.rules.roles import Actor


@dataclass(frozen=True)
class Version:
    """One state of a note: who saved it, when, why; the text when it changed and this reader may read it."""

    at: datetime.datetime
    who: str
    reason: str
    text: str
    readers: str


@dataclass(frozen=True)
class NoteTold:
    """One note, for one reader."""

    note: Note
    versions: tuple[Version, ...]
    """The former ones, the latest first, with the reason of what followed."""
    changed_at: datetime.datetime | None
    changed_by: str
    changed_why: str
    hints: tuple[Hint, ...]
    may_change: bool


def tell_notes(
    actor: Actor | None, journey: Journey, notes: Sequence[Note], *, follows: bool, changes: Any
) -> list[NoteTold]:
    """These notes of one journey, read in scope. Two queries: replies, history. `actor` None: the person herself.

    `changes` says whether the reader may change one of them.
    """
    with_replies(Reply.Subject.NOTE, notes)
    changed = [note.pk for note in notes if note.version > 1]
    rows: dict[int, list[Any]] = {}
    if changed:
        history = Note.history.filter(id__in=changed).select_related("history_user")
        for row in history.order_by("-version", "-history_id"):
            rows.setdefault(row.id, []).append(row)
    told = []
    for note in notes:
        standing = standing_of(actor, journey, note, follows=follows)
        may = bool(changes(note))
        past = rows.get(note.pk, [])
        last = past[0] if past else None
        told.append(
            NoteTold(
                note=note,
                versions=tuple(versions(past, standing)),
                changed_at=last.history_date if last else None,
                changed_by=last.history_user.name if last and last.history_user else "",
                changed_why=(last.history_change_reason or "") if last else "",
                hints=hints(note.text) if may and note.withdrawn_at is None else (),
                may_change=may and note.withdrawn_at is None,
            )
        )
    return told


def standing_of(actor: Actor | None, journey: Journey, note: Note, *, follows: bool) -> Standing:
    """Where this reader stands towards this note."""
    if actor is None:
        return Standing(None, is_herself=True)
    return Standing(
        role=actor.role,
        wrote_it=note.author_id == actor.user_id,
        follows=follows,
        entrusted=note.entrusted_to_id in (None, actor.user_id),
        is_herself=journey.person.user_id == actor.user_id,
    )


def versions(rows: Sequence[Any], standing: Standing) -> list[Version]:
    """The former states this reader could have read, each with its own text and readers."""
    found = []
    for after, row in itertools.pairwise(rows):
        same = after.text == row.text and after.visibility == row.visibility and after.written_on == row.written_on
        if same or not reads(standing, row.visibility):
            continue
        found.append(
            Version(
                at=row.history_date,
                who=row.history_user.name if row.history_user else "",
                reason=after.history_change_reason or "",
                text=row.text,
                readers=SHORT_NAMES[Visibility(row.visibility)],
            )
        )
    return found
