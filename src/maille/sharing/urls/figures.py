"""Addresses: figures."""

from django.urls import URLPattern, path

from maille.sharing.views import figures, my_group

urlpatterns: list[URLPattern] = [
    path("chiffres/", figures.figures, name="figures"),
    path("le-groupe/", my_group.my_group, name="my_group"),
    path("chiffres/travail-et-argent.csv", figures.figures_file, name="figures_file"),
]
