"""Who may do what with activities, jobs and contributions: each docstring is the sentence a member would say."""

import datetime

from maille.activities.models import Job
from maille.journeys.models import Journey
from maille.network.rules.roles import Actor


def may_read(actor: Actor, kpa_id: int) -> bool:
    """I read the activities and jobs of the KPAs whose files I open."""
    return actor.everything or kpa_id in actor.files


def may_write(actor: Actor, kpa_id: int) -> bool:
    """I plan jobs and write hours in the KPAs where I may write."""
    return actor.everything or kpa_id in actor.writes


def is_of_the_group(actor: Actor, kpa_id: int, day: datetime.date) -> bool:
    """I am of a KPA's group while my own journey there is under way."""
    if actor.user_id is None:
        return False
    return Journey.objects.at(day).filter(person__user_id=actor.user_id, kpa_id=kpa_id).exists()


def may_write_job(actor: Actor, job: Job) -> bool:
    """I change a job where I may write in its KPA."""
    return may_write(actor, job.kpa_id)
