"""`./maille reset-signin ADDRESS`: help out somebody who lost keys, application and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from maille.identity.actions import forget_second_proofs, send_message
from maille.identity.models import User


class Command(BaseCommand):
    help = "Oublie les clés, l'application et les codes de secours d'une personne qui les a perdus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="l'adresse avec laquelle elle se connecte")

    def handle(self, *args: Any, **options: Any) -> None:
        """Forget them, close her sessions, and tell her."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("Personne ne se connecte avec cette adresse.")
        count = forget_second_proofs(user)
        text = (
            "Vos clés, votre application et vos codes de secours viennent d'être oubliés, à votre demande, par la "
            "personne qui tient le serveur de Maille. Connectez-vous par e-mail, puis enregistrez-en d'autres.\n\n"
            "Vous n'avez rien demandé ? Prévenez-la tout de suite."
        )
        subject = "Vos clés de connexion à Maille ont été oubliées"
        send_message(options["email"], purpose="keys_forgotten", subject=subject, text=text, now=timezone.now())
        self.stdout.write(f"{count} oublié(s) pour {user}. Ses sessions sont fermées ; elle se connecte par e-mail.")
