"""Who typed a record, when, and whether for somebody else: "saisi par X pour Y"."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models


class Entered(models.Model):
    """A record somebody typed; `on_behalf` when it is the person's own act, written by another ("saisi par X pour Y").

    Whatever carries `on_behalf` is listed to the person it is about, who may contest it (models.behalf).
    """

    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    entered_at = models.DateTimeField(editable=False)
    on_behalf = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def replies(self) -> Sequence[Any]:
        """What the person answered to it, once `models.behalf.with_replies` has read it; nothing before."""
        found: Sequence[Any] = self.__dict__.get("_replies", ())
        return found
