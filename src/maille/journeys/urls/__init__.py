"""Addresses of people, journeys and registers."""

from django.urls import URLPattern

from maille.journeys.urls import register

app_name = "journeys"
urlpatterns: list[URLPattern] = [*register.urlpatterns]
