"""Jobs at the desk: the list, one job."""

from django.http import HttpResponse
from django.shortcuts import render

from maille.activities import access
from maille.activities.models import Job
from maille.activities.views.loading import job_to_read, jobs_to_read
from maille.activities.views.tabs import tabs
from maille.network.requests import ActorRequest
from maille.ui import keyset


def jobs(request: ActorRequest) -> HttpResponse:
    """Every job, the latest written first."""
    page = keyset.page(jobs_to_read(request), ("-id",), request.GET)
    return render(request, "activities/jobs/list.html", {"page": page})


def job(request: ActorRequest, job_id: int) -> HttpResponse:
    """One job."""
    shown: Job = job_to_read(request, job_id)
    context = {
        "job": shown,
        "tabs": tabs(shown.pk, "activities:job"),
        "may_write": access.may_write_job(request.actor, shown),
    }
    return render(request, "activities/jobs/page.html", context)
