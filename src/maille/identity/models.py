"""Who signs in, and what was read."""

import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Makes users by their e-mail address; a user without one signs in by other means."""

    def create_user(self, email: str | None, name: str, **more: Any) -> "User":
        """One identity; no password ever: sign-in is by code or passkey."""
        user = self.model(email=self.normalize_email(email).lower() if email else None, name=name, **more)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """One identity, whatever the number of memberships."""

    email = models.EmailField("adresse e-mail", unique=True, null=True, blank=True)
    name = models.CharField("nom affiché", max_length=120)
    is_active = models.BooleanField("actif", default=True)
    date_joined = models.DateTimeField("inscription", auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        verbose_name = "utilisateur"
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="one_user_per_email", violation_error_message="Cette adresse sert déjà."
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Access(models.Model):
    """One read of a sensitive record: who, under which membership, when, what and how. Append-only in the database."""

    at = models.DateTimeField("le", db_index=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="accesses")
    membership_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    what = models.CharField("quoi", max_length=30)

    class Meta:
        verbose_name = "consultation"
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-at"], name="access_by_subject")]

    def __str__(self) -> str:
        return f"{self.user} {self.what} {self.subject_kind} {self.subject_id} {self.at:%d/%m/%Y %H:%M}"


def log_access(
    *, at: datetime.datetime, user_id: int, membership_id: int | None, kind: str, ids: list[int], what: str
) -> None:
    """Record that `user_id` read these records (`what`: "fiche", "liste", "export"…)."""
    Access.objects.bulk_create(
        Access(at=at, user_id=user_id, membership_id=membership_id, subject_kind=kind, subject_id=pk, what=what)
        for pk in ids
    )
