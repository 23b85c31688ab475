"""Addresses of documents, clauses and signatures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
