"""Addresses of accounts."""

from django.urls import URLPattern

from maille.ledger.urls import books

app_name = "ledger"
urlpatterns: list[URLPattern] = [*books.urlpatterns]
