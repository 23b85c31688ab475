"""Addresses of rules, money received, distributions and pay."""

from django.urls import URLPattern

from maille.sharing.urls import distributions, figures, pay, pots, rules

app_name = "sharing"
urlpatterns: list[URLPattern] = [
    *distributions.urlpatterns,
    *figures.urlpatterns,
    *pay.urlpatterns,
    *pots.urlpatterns,
    *rules.urlpatterns,
]
