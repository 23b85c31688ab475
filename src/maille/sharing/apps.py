"""The sharing app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "maille.sharing"
    verbose_name = "Répartition"
