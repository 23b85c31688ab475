"""The journeys app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class JourneysConfig(AppConfig):
    name = "maille.journeys"
    verbose_name = "Parcours"

    def ready(self) -> None:
        """Keep SQLite's triggers through migrations."""
        from maille.journeys.models import triggers

        pre_migrate.connect(triggers.drop, sender=self, dispatch_uid="journeys_drop_triggers")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="journeys_install_triggers")
