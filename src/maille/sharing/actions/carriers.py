"""Saying who carries a job, where the host's scale counts the margin of each person (design: "Around the rule")."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError

from maille.activities.models import Job, Participant
from maille.network.rules.roles import Actor
from maille.sharing import access
from maille.sharing.actions.distributions import job_lock
from maille.sharing.models import JobCarrier
from maille.sharing.models.margins import carriers_of


def say_carrier(actor: Actor, job: Job, participant: Participant, now: datetime.datetime) -> None:
    """This participant carries the job from now on; what was shared before stays counted as it was.

    ValidationError when they are of another KPA.
    """
    if not access.may_write(actor, job.kpa_id):
        raise PermissionDenied
    if participant.kpa_id != job.kpa_id:
        raise ValidationError({"who": ["Cette personne n'est pas de ce KPA."]})
    with job_lock(job.kpa_id, job.pk):
        if carriers_of([job.pk]).get(job.pk) != participant.pk:
            JobCarrier.objects.create(job=job, participant=participant, entered_by_id=actor.user_id, entered_at=now)
