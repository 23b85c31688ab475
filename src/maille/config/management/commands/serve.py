"""`./maille serve`: the site, ready for a proxy in front."""

import errno
import socket
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maille.config import server
from maille.config.environment import is_demo_file
from maille.identity.models import User
from maille.ui.text import reason as why

LAST_PORT = 65535


class Command(BaseCommand):
    help = "Sert le site ; refuse de démarrer sur une base en retard ou une installation dangereuse."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Adresse d'écoute (127.0.0.1).")
        parser.add_argument("--port", type=int, default=8000, help="Port d'écoute (8000).")
        parser.add_argument("--workers", type=int, default=settings.WORKERS, help="Processus (MAILLE_WORKERS, 2).")
        parser.add_argument("--threads", type=int, default=settings.THREADS, help="Fils chacun (MAILLE_THREADS, 4).")
        parser.add_argument("--migrate", action="store_true", help="Met d'abord la base à niveau.")
        parser.add_argument("--unsafe", action="store_true", help="Démarre malgré ce que les vérifications disent.")
        parser.add_argument("--access-log", action="store_true", help="Écrit chaque requête dans le journal.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.check_safety(options["unsafe"])
        self.check_database(options["migrate"])
        self.check_port(options["host"], options["port"])
        self.stdout.write(f"Maille écoute sur http://{options['host']}:{options['port']} pour {settings.SITE_URL}")
        if not User.objects.exists():
            self.stdout.write("Personne ne peut encore s'y connecter : lancez ./maille setup dans un autre terminal.")
        self.stdout.write("Ctrl-C pour arrêter.")
        self.stdout.flush()
        names = ("host", "port", "workers", "threads", "access_log")
        server.start(**{name: options[name] for name in names})

    def check_safety(self, unsafe: bool) -> None:
        """Say what is unsafe; stop on what is dangerous."""
        demo = settings.DEMO or is_demo_file(settings.DATABASES["default"]["NAME"])
        found = [each for each in checks.run_checks(include_deployment_checks=not demo) if not each.is_silenced()]
        for message in found:
            self.stderr.write(f"{message.msg} {message.hint or ''}".strip())
        if any(message.is_serious() for message in found) and not unsafe:
            raise CommandError("Le site ne démarre pas ainsi. (--unsafe pour passer outre, en connaissance de cause.)")

    def check_database(self, migrate: bool) -> None:
        """A new database is prepared; one in use is brought up to date only when asked, after a backup."""
        pending = server.pending_migrations()
        if pending and (migrate or server.is_new()):
            self.stdout.write(f"Mise à niveau de la base ({len(pending)} étape{'s' if len(pending) > 1 else ''})…")
            call_command("migrate", interactive=False, verbosity=0)
        elif pending:
            steps = f"{len(pending)} étape{'s' if len(pending) > 1 else ''}"
            raise CommandError(
                f"La base a {steps} de retard sur cette version ({pending[0]}…). Sauvegardez-la "
                "(./maille backup FICHIER), puis ./maille migrate, ou ./maille serve --migrate."
            )

    def check_port(self, host: str, port: int) -> None:
        """Say in words that there is no such port, or that it is taken."""
        if not 1 <= port <= LAST_PORT:
            raise CommandError(f"Un port va de 1 à {LAST_PORT} : {port} n'en est pas un.")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                reason = f"Le port {port} n'est pas libre. Essayez --port {min(port + 1, LAST_PORT)}."
                if error.errno != errno.EADDRINUSE:
                    reason = f"Maille ne peut pas écouter sur {host}, port {port} ({why(error)})."
                raise CommandError(reason) from None
