from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "maille.network"
    verbose_name = "Réseau"
