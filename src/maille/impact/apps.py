from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "maille.impact"
    verbose_name = "Bilan"

    def ready(self) -> None:
        """A frozen report never changes: its table is closed as the access log is."""
        from maille.identity import append_only

        if "impact_frozenreport" not in append_only.TABLES:
            append_only.TABLES.append("impact_frozenreport")
