from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "maille.journeys"
    verbose_name = "Parcours"
