"""`./maille setup`: the first network and its administrator."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from maille.config import server
from maille.config.installation import install
from maille.network.models import Organisation


class Command(BaseCommand):
    help = "Prépare une installation neuve : la base, le réseau et sa première personne administratrice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", metavar="NOM", help="Le nom du réseau.")
        parser.add_argument("--name", metavar="NOM", help="Le nom de la personne qui administre.")
        parser.add_argument("--email", metavar="ADRESSE", help="Son adresse e-mail, avec laquelle elle se connecte.")

    def handle(self, *args: Any, **options: Any) -> None:
        pending = server.pending_migrations()
        if pending and not server.is_new() and Organisation.objects.exists():
            raise CommandError("Cette base est d'une version plus ancienne : sauvegardez-la, puis ./maille migrate.")
        if pending:
            self.stdout.write("Préparation de la base…")
            call_command("migrate", interactive=False, verbosity=0)
        network = options["network"] or self.ask("Nom du réseau", "--network")
        name = options["name"] or self.ask("Nom de la personne qui administre", "--name")
        email = options["email"] or self.ask("Son adresse e-mail", "--email")
        try:
            validate_email(email)
            made = install(network, name, email, timezone.localdate())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if not made:
            self.stdout.write("C'était déjà fait : rien n'a changé.")
        mail = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
        where = "s'affichera dans le journal de ./maille serve" if mail else f"arrivera à {email}"
        self.stdout.write(
            f"{network} est prêt. {name} se connecte à {settings.SITE_URL}{reverse(settings.LOGIN_URL)} "
            f"avec l'adresse {email} : un code {where}.\n"
            "Ensuite : ./maille check --deploy, puis ./maille serve et ./maille worker."
        )

    def ask(self, question: str, option: str) -> str:
        """Ask at the keyboard; without one, say which option to give."""
        if not sys.stdin.isatty():
            raise CommandError(f"{question} ? Donnez l'option {option}.")
        try:
            answer = input(f"{question} : ").strip()
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Interrompu ; rien n'a été écrit.") from None
        return answer or self.ask(question, option)
