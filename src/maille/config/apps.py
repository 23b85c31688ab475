"""The house as an app, for its own commands, checks and error pages."""

import importlib

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "maille.config"
    label = "house"
    verbose_name = "Maille"

    def ready(self) -> None:
        """Register the system checks."""
        importlib.import_module("maille.config.checks")
