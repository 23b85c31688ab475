"""Addresses."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from maille.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("poche/", views.styleguide_pocket, name="styleguide_pocket"),
    path("accessibilite/", login_not_required(views.accessibility), name="accessibility"),
    path("a-propos/", login_not_required(views.about), name="about"),
]
