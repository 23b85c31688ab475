"""Promises of work before the work: so many hours in a role, for somebody or nobody yet (commitment before work)."""

import datetime
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from maille.activities.actions import asking
from maille.activities.actions.jobs import lock_job
from maille.activities.actions.promises import faults_of
from maille.activities.models import Participant, PlannedWork, WorkRole
from maille.activities.rules.jobs import OVER
from maille.network.rules.roles import Actor


def promise_work(
    actor: Actor,
    job_id: int,
    role: WorkRole,
    minutes: int,
    now: datetime.datetime,
    *,
    participant: Participant | None = None,
    what: str = "",
    seen: Collection[str] | None = None,
) -> PlannedWork:
    """Promise this much work, in minutes, on a job or a contributory budget, beyond its shifts.

    With `seen`, ToConfirmError and nothing promised while the pot would not hold and nobody saw it (actions.asking).
    """
    with transaction.atomic():
        job = lock_job(actor, job_id)
        if job.state_enum in OVER:
            raise ValidationError(f"Cette prestation est {job.get_state_display().lower()} : on n'y promet plus rien.")
        if role.kpa_id != job.kpa_id:
            raise ValidationError({"role": ["Choisissez un rôle de ce KPA."]})
        if participant is not None and participant.kpa_id != job.kpa_id:
            raise ValidationError({"who": ["Cette personne n'est pas de ce KPA."]})
        if minutes <= 0:
            raise ValidationError({"minutes": ["Dites combien de temps."]})
        promised = PlannedWork.objects.create(
            job=job,
            role=role,
            participant=participant,
            minutes=minutes,
            what=what.strip(),
            entered_by_id=actor.user_id,
            entered_at=now,
            on_behalf=participant is not None and not is_oneself(actor, participant),
        )
        if seen is not None:
            asking.ask({"minutes": faults_of(job, actor.today)}, seen)
    return promised


def is_oneself(actor: Actor, participant: Participant) -> bool:
    """Whether somebody promises for themselves."""
    return Participant.objects.own(actor).filter(pk=participant.pk).exists()


def withdraw_promise(actor: Actor, planned_work_id: int, now: datetime.datetime) -> PlannedWork:
    """This work is no longer promised; the trace stays."""
    with transaction.atomic():
        job_id = PlannedWork.objects.visible_to(actor).values_list("job_id", flat=True).get(pk=planned_work_id)
        job = lock_job(actor, job_id)
        promise = job.planned_work.get(pk=planned_work_id)
        if promise.withdrawn_at is None:
            promise.withdrawn_at = now
            promise.save(update_fields=["withdrawn_at"])
    return promise
