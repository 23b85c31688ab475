"""What the switcher shows: the membership one stands under, and the others. Costs no query of its own."""

from typing import Any

from django.utils.functional import SimpleLazyObject

from maille.network.requests import ActorRequest


def place(request: ActorRequest) -> dict[str, Any]:
    """`my_membership` (None without one) and `my_memberships`, both lazy."""
    if not hasattr(request, "memberships"):
        return {"my_membership": None, "my_memberships": []}
    memberships, actor = request.memberships, request.actor
    return {
        "my_memberships": memberships,
        "my_membership": SimpleLazyObject(lambda: next((m for m in memberships if m.pk == actor.membership_id), None)),
    }
