"""Addresses of notes, handovers, openings and replies."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
