"""Addresses of contracts and their periods."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
