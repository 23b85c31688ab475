"""Addresses."""

from django.urls import path

from maille.ui import views

app_name = "ui"
urlpatterns = [path("", views.styleguide, name="styleguide")]
