"""What every action shares: refusing what somebody changed meanwhile, and saying database refusals in French.

Locks are taken in this order: organisations by id, then their relations, memberships or choices.
"""

from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from maille.identity.models import User
from maille.network.rules.roles import Actor

Stored = TypeVar("Stored", bound=models.Model)


class ConflictError(ValidationError):
    """Somebody else saved first; the form keeps what was typed and shows what is stored."""

    def __init__(self, what: str) -> None:
        super().__init__(
            {
                NON_FIELD_ERRORS: [
                    f"Quelqu'un a modifié {what} pendant que vous écriviez. Votre texte est gardé ci-dessous : "
                    "comparez avec ce qui est enregistré, puis enregistrez à nouveau."
                ]
            }
        )


def locked(queryset: "models.QuerySet[Stored]", pk: int, version: int, what: str) -> Stored:
    """The row, locked until the transaction ends; ConflictError when its version is not the form's."""
    row = queryset.select_for_update().get(pk=pk)
    if row.version != version:  # type: ignore[attr-defined]
        raise ConflictError(what)
    return row


def sign(record: Any, actor: Actor, reason: str = "") -> None:
    """Tell the history of a record who acts and why, whatever the way in (screen or command line)."""
    record._history_user = User(pk=actor.user_id) if actor.user_id else None
    record._change_reason = reason or None


def save_checked(instance: models.Model, *, exclude: set[str] | None = None) -> None:
    """Validate and save; a constraint the database alone saw broken (a race) is told in the same French words."""
    instance.full_clean(exclude=exclude)
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError:
        instance.validate_constraints()
        raise
