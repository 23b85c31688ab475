"""What was read, by whom and when."""

import datetime

from django.db import models

from maille.identity.models.users import User


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
    read = [
        Access(at=at, user_id=user_id, membership_id=membership_id, subject_kind=kind, subject_id=pk, what=what)
        for pk in ids
    ]
    if len(read) == 1:  # a page: one insert, no transaction around it
        read[0].save(force_insert=True)
    else:
        Access.objects.bulk_create(read)
