"""The activities app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "maille.activities"
    verbose_name = "Activités"
