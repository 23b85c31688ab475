"""Addresses: figures."""

from django.urls import URLPattern, path

from maille.sharing.views import figures

urlpatterns: list[URLPattern] = [
    path("chiffres/", figures.figures, name="figures"),
    path("chiffres/travail-et-argent.csv", figures.figures_file, name="figures_file"),
]
