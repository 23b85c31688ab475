"""What the switcher shows: the membership one stands under, and the others. Costs no query of its own."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def place(request: HttpRequest) -> dict[str, Any]:
    """`my_membership` (None without one) and `my_memberships`, both lazy."""
    if not hasattr(request, "memberships"):
        return {"my_membership": None, "my_memberships": []}
    memberships, actor = request.memberships, request.actor  # type: ignore[attr-defined]
    return {
        "my_memberships": memberships,
        "my_membership": SimpleLazyObject(lambda: next((m for m in memberships if m.pk == actor.membership_id), None)),
    }
