"""Addresses: jobs."""

from django.urls import URLPattern, path

from maille.activities.views import jobs

urlpatterns: list[URLPattern] = [
    path("prestations/", jobs.jobs, name="jobs"),
    path("prestations/<int:job_id>/", jobs.job, name="job"),
]
