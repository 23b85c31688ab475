"""Files kept for people: encrypted at rest, named by nobody, served inertly."""

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """One file; its bytes lie encrypted in private storage under `place` (actions.files writes and reads them)."""

    name = models.CharField("nom", max_length=120)
    """As given by whoever sent it, cleaned; never used as a path."""
    content_type = models.CharField(max_length=60)
    """What the content is, found by looking at it (rules.uploads), never what the browser said."""
    size = models.PositiveIntegerField()
    """Bytes before encryption."""
    sha256 = models.CharField(max_length=64)
    """Of the bytes before encryption, in hexadecimal."""
    place = models.CharField(max_length=80, unique=True)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "fichier"

    def __str__(self) -> str:
        return self.name
