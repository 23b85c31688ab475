"""Addresses of a journey's own page and individual support."""

from django.urls import URLPattern, path

from maille.journeys.views import support

urlpatterns: list[URLPattern] = [
    path("parcours/<int:journey_id>/", support.journey, name="journey"),
]
