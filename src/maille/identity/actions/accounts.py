"""What somebody does with their own account."""

from django.db import transaction

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
