"""Who must show more than a code by e-mail: those an app above says so, because of what they may open.

Identity knows no role; an app above registers the question, from its `AppConfig.ready`:

    strength.register("network", opens_many_files)
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator

from maille.identity.models import User

Question = Callable[[User], bool]
QUESTIONS: dict[str, Question] = {}
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def register(key: str, question: Question) -> None:
    """Add a question; the same key replaces it."""
    QUESTIONS[key] = question


def is_required(user: User) -> bool:
    """Whether this person must use a key or an application for at least one of her places."""
    return any(question(user) for question in QUESTIONS.values())


def held(user: Any) -> dict[str, list[Authenticator]]:
    """Her keys and her application, by kind, oldest first."""
    # unscoped: one's own
    found = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    return {kind: [each for each in found if each.type == kind] for kind in Authenticator.Type.values}


def must_use_key(user: User) -> bool:
    """Whether a code by e-mail proves too little to change her keys: she has an application, or must have a key."""
    kinds = set(Authenticator.objects.filter(user=user, type__in=KINDS).values_list("type", flat=True))
    return Authenticator.Type.TOTP in kinds or (bool(kinds) and is_required(user))
