"""Accesses given to people, so that each reads her own journey: offered, opened, withdrawn, all dated."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q

from maille.journeys.models.people import Person
from maille.network.models import Invitation, Membership, Organisation
from maille.network.rules.roles import Role


class PersonAccessQuerySet(models.QuerySet["PersonAccess"]):
    """Accesses of people already read in scope."""

    def live(self) -> "PersonAccessQuerySet":
        """Those neither withdrawn nor offered by an invitation that was cancelled since."""
        return self.filter(closed_at__isnull=True).exclude(invitation__revoked_at__isnull=False)


class PersonAccess(models.Model):
    """Whose file an invitation opens, and the account that opened it; what was withdrawn stays, dated."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="accesses")
    kpa = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    """Where the person is coopérant·e by this access."""
    invitation = models.OneToOneField(Invitation, models.PROTECT, null=True, related_name="person_access")
    """None when the account already held the role: it was linked at once."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PersonAccessQuerySet.as_manager()

    class Meta:
        verbose_name = "accès d'une personne"
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_at__isnull=True),
                name="one_access_per_person",
                violation_error_message="Cette personne a déjà un accès.",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, user__isnull=True) | Q(opened_at__isnull=False, user__isnull=False),
                name="access_opened_by_an_account",
                violation_error_message="Un accès est ouvert par un compte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.kpa}"


@dataclass(frozen=True)
class AccessTold:
    """Where somebody's access stands.

    `state`: none, invited, expired (the link), cancelled (the invitation), open, outside (open, but the role ended),
    closed.
    """

    state: str
    held: PersonAccess | None = None

    @property
    def is_live(self) -> bool:
        """Whether there is something to withdraw before another can be given."""
        return self.state in {"invited", "expired", "open", "outside"}


def access_told(person: Person, now: datetime.datetime, today: datetime.date) -> AccessTold:
    """The latest access of this person; two queries."""
    accesses = PersonAccess.objects.filter(person=person)
    held = accesses.select_related("kpa", "invitation", "user", "given_by", "closed_by").first()
    if held is None:
        return AccessTold("open" if person.user_id else "none")
    if held.closed_at:
        return AccessTold("closed", held)
    if held.opened_at:
        member = Membership.objects.at(today).filter(user=held.user, organisation=held.kpa_id)
        return AccessTold("open" if member.filter(role=Role.COOPERANT).exists() else "outside", held)
    if held.invitation is None or held.invitation.revoked_at:
        return AccessTold("cancelled", held)
    return AccessTold("expired" if held.invitation.has_expired(now) else "invited", held)
