from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "maille.impact"
    verbose_name = "Bilan"
