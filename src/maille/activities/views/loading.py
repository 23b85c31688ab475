"""Load and authorise in one step: a stranger gets 404, a reader who may not write gets 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from maille.activities import access
from maille.activities.models import Job, PlannedWork, Shift, SignUp
from maille.activities.models.jobs import JobQuerySet
from maille.journeys.views.loading import reader
from maille.network.requests import ActorRequest


def jobs_to_read(request: ActorRequest) -> JobQuerySet:
    """The jobs of the KPAs whose files the reader opens, with what their page needs."""
    return Job.objects.visible_to(reader(request)).select_related("kpa__choices", "activity", "offer", "entered_by")


def job_to_read(request: ActorRequest, job_id: int) -> Job:
    """A job of a KPA whose files the reader opens."""
    return get_object_or_404(jobs_to_read(request), pk=job_id)


def job_to_change(request: ActorRequest, job_id: int) -> Job:
    """A job the reader may change."""
    job = job_to_read(request, job_id)
    if not access.may_write_job(request.actor, job):
        raise PermissionDenied
    return job


def shift_to_change(request: ActorRequest, shift_id: int) -> Shift:
    """A shift of a job the reader may change."""
    found = Shift.objects.visible_to(reader(request)).select_related("job__kpa__choices", "role")
    shift = get_object_or_404(found, pk=shift_id)
    if not access.may_write_job(request.actor, shift.job):
        raise PermissionDenied
    return shift


def sign_up_to_change(request: ActorRequest, sign_up_id: int) -> SignUp:
    """A sign-up to a shift of a job the reader may change."""
    found = SignUp.objects.visible_to(reader(request)).select_related(
        "shift__job", "participant__person", "participant__user"
    )
    sign_up = get_object_or_404(found, pk=sign_up_id)
    if not access.may_write_job(request.actor, sign_up.shift.job):
        raise PermissionDenied
    return sign_up


def planned_work_to_change(request: ActorRequest, planned_work_id: int) -> PlannedWork:
    """A promise of work on a job the reader may change."""
    found = PlannedWork.objects.visible_to(reader(request)).select_related("job")
    promise = get_object_or_404(found, pk=planned_work_id)
    if not access.may_write_job(request.actor, promise.job):
        raise PermissionDenied
    return promise
