"""The house as an app, for its own commands."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "maille.config"
    label = "house"
    verbose_name = "Maille"
