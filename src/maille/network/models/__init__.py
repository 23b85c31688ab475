"""Organisations, their relations, people's memberships, and each KPA's own choices."""

from maille.network.models.choices import KpaChoices
from maille.network.models.memberships import Invitation, Membership
from maille.network.models.organisations import Kind, Organisation, Relation, RelationKind, host_at

__all__ = [
    "Invitation",
    "Kind",
    "KpaChoices",
    "Membership",
    "Organisation",
    "Relation",
    "RelationKind",
    "host_at",
]
