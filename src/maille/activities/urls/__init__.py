"""Addresses of activities, jobs and contributions."""

from django.urls import URLPattern

from maille.activities.urls import catalogue, hours, jobs

app_name = "activities"
urlpatterns: list[URLPattern] = [*catalogue.urlpatterns, *jobs.urlpatterns, *hours.urlpatterns]
