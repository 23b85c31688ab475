"""The journeys app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class JourneysConfig(AppConfig):
    name = "maille.journeys"
    verbose_name = "Parcours"

    def ready(self) -> None:
        """Keep SQLite's triggers through migrations; count people in the network; link accepted invitations."""
        from maille.journeys import overview
        from maille.journeys.actions.accesses import link_account
        from maille.journeys.models import triggers
        from maille.network import accepted

        overview.add_columns()
        accepted.register("journeys", link_account)
        pre_migrate.connect(triggers.drop, sender=self, dispatch_uid="journeys_drop_triggers")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="journeys_install_triggers")
