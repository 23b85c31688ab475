"""What deserves a word when hours or money are promised on a job; nothing here knows pots, whoever does adds itself."""

import datetime
from collections.abc import Callable

from maille.activities.models import Job

WARNERS: list[Callable[[Job, datetime.date], list[str]]] = []
"""Who looks at a job after a promise (AppConfig.ready of `sharing`): sentences to show, never a refusal."""


NO_LONGER = "C'est noté, mais la cagnotte ne suffit plus."


def faults_of(job: Job, day: datetime.date) -> list[str]:
    """Why the pot of this job does not hold what is promised, as it stands; nothing when it does."""
    return [sentence for warner in WARNERS for sentence in warner(job, day)]


def warnings_of(job: Job, day: datetime.date) -> list[str]:
    """What to say once hours, a shift or an expense are written on this job; nothing when all holds."""
    found = faults_of(job, day)
    return [NO_LONGER, *found] if found else []
