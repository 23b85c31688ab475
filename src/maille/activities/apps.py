"""The activities app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "maille.activities"
    verbose_name = "Activités"

    def ready(self) -> None:
        """Declare what is held about people, what follows them, and how texts are searched."""
        from maille.activities.actions import rights
        from maille.activities.models import folding

        rights.declare()
        folding.declare()
