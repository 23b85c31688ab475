"""Addresses of a journey's own page and individual support."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
