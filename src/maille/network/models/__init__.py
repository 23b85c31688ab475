"""Organisations, their relations, people's memberships, and each KPA's own choices."""

from maille.network.models.choices import KpaChoices
from maille.network.models.memberships import Invitation, Membership
from maille.network.models.organisations import Organisation, Relation

__all__ = ["Invitation", "KpaChoices", "Membership", "Organisation", "Relation"]
