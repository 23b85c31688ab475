"""What the tests of notes share."""

import datetime
from typing import Any

from maille.identity.models import User
from maille.journeys.models import Journey, Note
from tests.journeys.help import TODAY

NOW = datetime.datetime(2026, 6, 15, 9, 30, tzinfo=datetime.UTC)


def note(journey: Journey, author: User, visibility: str = "shared", text: str = "Elle dit…", **more: Any) -> Note:
    """One note, straight into the database."""
    return Note.objects.create(
        journey=journey,
        author=author,
        visibility=visibility,
        text=text,
        written_on=TODAY,
        entered_by=author,
        entered_at=NOW,
        **more,
    )
