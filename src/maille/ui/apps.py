from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "maille.ui"
    verbose_name = "Interface"
