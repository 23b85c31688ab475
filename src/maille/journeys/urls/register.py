"""Addresses of register files: imports and exports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
