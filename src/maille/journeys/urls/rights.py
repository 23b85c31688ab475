"""Addresses of data rights and retention."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
