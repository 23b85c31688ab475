"""Ways in without e-mail: a printed card with a secret code, and a code read out by somebody who knows the person."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from maille.identity.models.users import User


def keyed_hash(what: str, text: str) -> str:
    """What is kept of a code: an HMAC-SHA256 with the installation's secret, so that the database alone opens nothing.

    Changing `MAILLE_SECRET_KEY` makes every card worthless: new ones are printed.
    """
    return salted_hmac(f"maille.identity.{what}", text, algorithm="sha256").hexdigest()


class Card(models.Model):
    """A printed card: its short code and the secret code its holder chose, neither of them kept in clear."""

    user = models.ForeignKey(User, models.PROTECT, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=128, blank=True)
    """Empty until its holder chooses a secret code: until then the card opens nothing."""
    made_at = models.DateTimeField("faite le")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    pin_chosen_at = models.DateTimeField(null=True)
    pin_chosen_with = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """On whose device; none when it was her own."""
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "carte"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at__isnull=True),
                name="one_card_per_user",
                violation_error_message="Cette personne a déjà une carte.",
            )
        ]

    def __str__(self) -> str:
        return f"carte de {self.user}"


class SpokenCode(models.Model):
    """Eight digits read out to somebody who was recognised; they serve once, for ten minutes."""

    user = models.ForeignKey(User, models.PROTECT, related_name="spoken_codes")
    code_hash = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField("donné le")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "code lu"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_hash"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="one_waiting_spoken_code",
            )
        ]

    def __str__(self) -> str:
        return f"code donné à {self.user} le {self.made_at:%d/%m/%Y %H:%M}"

    def serves_at(self, now: datetime.datetime) -> bool:
        """Whether it still opens at `now`."""
        return self.used_at is None and self.revoked_at is None and now < self.expires_at


class Tries(models.Model):
    """Wrong tries in a row against one code, whether a card carries it or not: the answers are the same."""

    code_hash = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "essais"

    def __str__(self) -> str:
        return f"{self.failures} essais"
