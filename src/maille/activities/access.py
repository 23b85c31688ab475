"""Who may do what with activities, jobs and contributions: each docstring is the sentence a member would say."""

import datetime

from maille.activities.models import Job, Participant
from maille.journeys.access import possible_referents
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


def is_own_participation(actor: Actor, participant: Participant) -> bool:
    """A line is mine when it is under my own file, or my own account."""
    if actor.user_id is None:
        return False
    if participant.user_id is not None:
        return participant.user_id == actor.user_id
    return participant.person is not None and participant.person.user_id == actor.user_id


def may_note_for(actor: Actor, participant: Participant) -> bool:
    """I note my own time and expenses, and anybody's in the KPAs where I may write."""
    return may_write(actor, participant.kpa_id) or is_own_participation(actor, participant)


def was_of_the_team(kpa_id: int, user_id: int, day: datetime.date) -> bool:
    """Somebody without a file here was of the team that day: contributor of the KPA, or referent of its host."""
    return possible_referents(kpa_id, day).filter(pk=user_id).exists()
