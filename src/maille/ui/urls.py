"""Addresses."""

from django.urls import path

from maille.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("poche/", views.styleguide_pocket, name="styleguide_pocket"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("a-propos/", views.about, name="about"),
]
