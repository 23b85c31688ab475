from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "maille.network"
    verbose_name = "Réseau"

    def ready(self) -> None:
        """Tell identity whose places ask for a second proof."""
        from maille.identity import strength
        from maille.network.access import opens_many_files

        strength.register("network", opens_many_files)
