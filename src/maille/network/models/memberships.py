"""Dated memberships of people with roles, and invitations to them."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from maille.network.models.organisations import Organisation
from maille.network.rules.relations import Span
from maille.network.rules.roles import ROLE_NAMES, Actor, Role

ROLE_CHOICES = [(role.value, name) for role, name in ROLE_NAMES.items()]


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, scoped and dated."""

    def visible_to(self, actor: Actor) -> "MembershipQuerySet":
        """Those of the organisations the actor looks after; nothing for a stranger."""
        return self if actor.everything else self.filter(organisation_id__in=actor.governs)

    def at(self, date: datetime.date) -> "MembershipQuerySet":
        """Those valid on that day, both ends included."""
        return self.filter(Q(started_on__lte=date), Q(ended_on__isnull=True) | Q(ended_on__gte=date))


class Membership(models.Model):
    """Somebody's role in an organisation, from one day to another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField("rôle", max_length=15, choices=ROLE_CHOICES)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu'au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "adhésion"
        ordering = ["started_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_start",
                violation_error_message="La fin précède le début.",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_on__isnull=True),
                name="one_open_membership_per_role",
                violation_error_message="Cette personne a déjà ce rôle ici.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"

    @property
    def role_enum(self) -> Role:
        """The role as the rules know it."""
        return Role(self.role)

    @property
    def span(self) -> Span:
        """When it holds."""
        return Span(self.started_on, self.ended_on)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, scoped."""

    def visible_to(self, actor: Actor) -> "InvitationQuerySet":
        """Those to the organisations the actor looks after; nothing for a stranger."""
        return self if actor.everything else self.filter(organisation_id__in=actor.governs)

    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; some may have expired, and can be sent again."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)


class Invitation(models.Model):
    """An offer of membership sent to an address; the link holds a secret of which only the hash is kept."""

    email = models.EmailField("adresse e-mail")
    name = models.CharField("nom", max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    role = models.CharField("rôle", max_length=15, choices=ROLE_CHOICES)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_sent", null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField("valable jusqu'au")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_accepted", null=True
    )
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "organisation", "role"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_waiting_invitation",
                violation_error_message="Une invitation attend déjà cette personne pour ce rôle : renvoyez-la.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"

    def has_expired(self, now: datetime.datetime) -> bool:
        """Whether its link has stopped working at `now`."""
        return self.expires_at <= now
