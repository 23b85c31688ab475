from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "maille.identity"
    verbose_name = "Identité"
