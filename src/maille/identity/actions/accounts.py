"""What somebody does with their own account."""

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from maille.identity.actions.messages import send_message
from maille.identity.models import User


@transaction.atomic
def close_every_session(user: User) -> None:
    """Sign this person out of every browser at once.

    Django ties each session to the stored password; ours is never usable, so drawing another one closes them all.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])


@transaction.atomic
def rename_user(user: User, name: str) -> None:
    """Change the name others see."""
    user.name = name
    user.save(update_fields=["name"])


def change_email(user: User, email: str, now: datetime.datetime) -> None:
    """Sign in with another address from now on, already proven by its code; the former is told.

    ValidationError when somebody else holds it.
    """
    former, email = user.email, email.lower()
    try:
        with transaction.atomic():
            user.email = email
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()  # allauth's own notes on the former
    except IntegrityError:
        user.email = former
        message = "Cette adresse sert déjà à un autre compte. Connectez-vous avec elle, ou choisissez-en une autre."
        raise ValidationError({"email": message}) from None
    if former and former != email:
        text = render_to_string("identity/address_changed.txt", {"name": user.name})
        subject = "Votre adresse de connexion à Maille a changé"
        send_message(former, purpose="address_changed", subject=subject, text=text, now=now, user=user)


@transaction.atomic
def forget_second_proofs(user: User) -> int:
    """Forget keys, application and recovery codes of who lost them all, and close every session; how many there were.

    She then signs in by e-mail and is led to choose again; who asks has checked that it is really her.
    """
    count: int = Authenticator.objects.filter(user=user).delete()[0]
    close_every_session(user)
    return count
