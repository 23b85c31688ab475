"""Loading and authorising in one step: a stranger gets 404, a reader who may not write 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from maille.network.models import Organisation, Relation
from maille.network.requests import ActorRequest


def organisation_or_404(request: ActorRequest, pk: int) -> Organisation:
    """An organisation whose page the actor may read, with its choices if it is a KPA."""
    seen = Organisation.objects.visible_to(request.actor).select_related("choices")
    return get_object_or_404(seen, pk=pk)


def relation_or_404(request: ActorRequest, organisation: Organisation, pk: int) -> Relation:
    """A relation of this organisation, both of whose ends the actor may see."""
    seen = Relation.objects.visible_to(request.actor).select_related("source", "target")
    return get_object_or_404(seen, pk=pk, target=organisation)


def require(allowed: bool) -> None:
    """403 for a reader who may not write."""
    if not allowed:
        raise PermissionDenied
