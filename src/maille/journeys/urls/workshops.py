"""Addresses of workshops and skills."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
