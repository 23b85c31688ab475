"""The journeys app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

APPEND_ONLY = (
    "journeys_document",
    "journeys_signature",
    "journeys_termination",
    "journeys_clausetext",
    "journeys_handover",
    "journeys_anonymisation",
)


class JourneysConfig(AppConfig):
    name = "maille.journeys"
    verbose_name = "Parcours"

    def ready(self) -> None:
        """Keep what the database refuses through migrations; count people in the network; link accepted invitations."""
        from maille.identity import append_only
        from maille.journeys import overview
        from maille.journeys.actions.accesses import link_account
        from maille.journeys.models import skills, triggers
        from maille.network import accepted

        overview.add_columns()
        accepted.register("journeys", link_account)
        append_only.TABLES.extend(table for table in APPEND_ONLY if table not in append_only.TABLES)
        append_only.OTHER_TRIGGERS.update(triggers.closed_by_the_door())
        pre_migrate.connect(triggers.drop, sender=self, dispatch_uid="journeys_drop_triggers")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="journeys_install_triggers")
        post_migrate.connect(skills.seed_common, sender=self, dispatch_uid="journeys_common_skills")
