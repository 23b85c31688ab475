"""Who signs in."""

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
