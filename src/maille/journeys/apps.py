"""The journeys app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class JourneysConfig(AppConfig):
    name = "maille.journeys"
    verbose_name = "Parcours"

    def ready(self) -> None:
        """Keep SQLite's triggers through migrations; count people in the network at a glance."""
        from maille.journeys import overview
        from maille.journeys.models import triggers

        overview.add_columns()
        pre_migrate.connect(triggers.drop, sender=self, dispatch_uid="journeys_drop_triggers")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="journeys_install_triggers")
