"""The activities app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "maille.activities"
    verbose_name = "Activités"

    def ready(self) -> None:
        """Declare what is held about people, and what follows them."""
        from maille.activities.actions import rights

        rights.declare()
