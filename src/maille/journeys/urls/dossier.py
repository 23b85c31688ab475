"""Addresses of what is missing before work, insurance, bank details."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
